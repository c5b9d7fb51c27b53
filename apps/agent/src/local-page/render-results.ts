import type { Finding } from '../doctor/finding.ts'
import { redactText } from '../redact-text.ts'
import { type Glyph, status, type Tone } from './glyphs.ts'
import { type Html, html } from './html.ts'
import type { JobNow, PageState } from './page-state.ts'
import type { Speech } from './render-now.ts'
import { renderPayment } from './render-terminals.ts'
import { sayFinding } from './say-finding.ts'
import { fill, wordFor } from './words.ts'

const VERDICT: Readonly<Record<Finding['verdict'], readonly [Glyph, Tone]>> = {
  good: ['ok', 'ok'],
  warn: ['warn', 'warn'],
  bad: ['crit', 'crit'],
}

export function renderPortTest({ portTest }: PageState, speech: Speech): Html {
  if (portTest === undefined) return html``
  const title = fill(speech.words.results.portTest, { terminal: portTest.subject ?? '' })
  return html`<div class="top"><h2>${title}</h2>${jobAge(portTest, speech)}</div>${renderJob(portTest, speech)}`
}

export function renderDoctor({ doctor }: PageState, speech: Speech): Html {
  const { results } = speech.words
  if (doctor === undefined) return html`<div class="top"><h2>${results.doctor}</h2></div><p class="two">${results.notRun}</p>`
  return html`<div class="top"><h2>${results.doctor}</h2>${jobAge(doctor, speech)}</div>${renderJob(doctor, speech)}`
}

export function renderTestPayment({ testPayment }: PageState, speech: Speech): Html {
  if (testPayment === undefined) return html``
  const { words } = speech
  const { payment, prompt } = testPayment
  const told = payment.state === 'open' ? prompt : undefined
  return html`<div class="top"><h2>${words.results.testPayment}</h2><span class="age">${payment.terminal}</span></div><p class="lines">${renderPayment(payment, speech)}</p>${
    told &&
    html`<p class="two">${wordFor(words.prompt, told.code)}${told.text !== undefined && html`: ${redactText(told.text)}`}</p>`
  }<p class="small three">${fill(words.results.details, { id: payment.id })}</p>`
}

function jobAge({ startedMs, endedMs }: JobNow, { words, format }: Speech): Html {
  const text =
    endedMs === undefined
      ? fill(words.results.running, { time: format.clock(startedMs) })
      : fill(words.results.ended, { time: format.time(endedMs) })
  return html`<span class="age">${text}</span>`
}

function renderJob(job: JobNow, { words, language }: Speech): Html {
  const { results } = words
  return html`${job.endedMs === undefined && html`<p>${status('due', 'quiet', results.inProgress)}</p>`}${
    job.lines.length > 0 &&
    html`<pre>${job.lines.map((line, index) => html`${index > 0 && '\n'}${sayFinding(line, language)}`)}</pre>`
  }${job.failed !== undefined && html`<p>${status('crit', 'crit', fill(results.failed, { why: redactText(job.failed) }))}</p>`}${
    job.findings.length > 0 && html`<ul>${job.findings.map((finding) => renderFinding(finding))}</ul>`
  }`

  function renderFinding({ area, subject, verdict, message }: Finding): Html {
    const [glyph, tone] = VERDICT[verdict]
    return html`<li><span>${status(glyph, tone, words.results[verdict])} <span class="three">${wordFor(words.area, area)}${
      subject !== undefined && ` ${subject}`
    }</span></span><span>${sayFinding(message, language)}</span></li>`
  }
}
