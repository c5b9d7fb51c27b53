import type { TerminalNow } from '../agent-status.ts'
import type { PaymentView } from '../payments/payment-view.ts'
import { redactText } from '../redact-text.ts'
import { type Glyph, status, type Tone } from './glyphs.ts'
import { type Html, html } from './html.ts'
import type { PageState, TerminalPicture } from './page-state.ts'
import type { Speech } from './render-now.ts'
import { sayFinding } from './say-finding.ts'
import { TEST_BASKET } from './test-payment.ts'
import { fill, type Words, wordFor } from './words.ts'

const CONDITION: Readonly<Record<TerminalNow['condition'], readonly [Glyph, Tone]>> = {
  ready: ['idle', 'quiet'],
  busy: ['busy', 'ok'],
  unreachable: ['silent', 'warn'],
  needs_action: ['warn', 'warn'],
  maintenance: ['tool', 'quiet'],
}

/** Each terminal: how it is and since when, where it is, what it says of itself, what it took last. */
export function renderTerminals({ status: { terminals }, terminals: pictures }: PageState, speech: Speech): Html {
  const { words } = speech
  const { terminals: say } = words
  if (terminals.length === 0) return html`<div class="top"><h2>${say.title}</h2></div><p>${say.noneSet}</p>`
  return html`<div class="top"><h2>${say.title}</h2></div><div class="scroll" tabindex="0" role="region" aria-label="${say.title}"><table>
<thead><tr><th scope="col">${say.terminal}</th><th scope="col">${say.state}</th><th scope="col">${say.since}</th><th scope="col">${say.where}</th><th scope="col">${say.device}</th><th scope="col">${say.last}</th></tr></thead>
<tbody>${terminals.map((terminal) =>
    renderTerminal(
      terminal,
      pictures.find(({ key }) => key === terminal.key),
      speech,
    ),
  )}</tbody></table></div>`
}

function renderTerminal(terminal: TerminalNow, picture: TerminalPicture | undefined, speech: Speech): Html {
  const { words, format } = speech
  const since = picture?.sinceMs
  return html`<tr><td class="still">${terminal.key}<span class="small">${fill(words.terminals.lane, { lane: terminal.lane })}${
    terminal.label !== undefined && ` · ${redactText(terminal.label)}`
  }</span></td><td class="sentence">${renderCondition(terminal, picture, speech)}</td><td class="still">${
    since === undefined ? '–' : format.time(since)
  }</td><td>${terminal.protocol}<span class="small mono">${terminal.address}</span></td><td>${renderDevice(picture, words)}</td><td class="still">${
    picture?.last === undefined ? '–' : renderPayment(picture.last, speech)
  }</td></tr>`
}

function renderCondition(terminal: TerminalNow, picture: TerminalPicture | undefined, { words, language }: Speech): Html {
  if (picture?.lent) return status('busy', 'quiet', words.terminals.lent)
  const gone = terminal.condition === 'unreachable' && terminal.link !== 'up'
  const [glyph, tone] = gone ? (['plug', 'warn'] as const) : CONDITION[terminal.condition]
  const { reason, captureLeftMs } = terminal
  const told = terminal.problem?.message ?? terminal.text
  return html`${status(glyph, tone, gone ? words.condition.port_gone : words.condition[terminal.condition])}${
    reason !== undefined && reason !== 'port_gone' && html`<span class="small">${wordFor(words.reason, reason)}</span>`
  }${captureLeftMs !== undefined && html`<span class="small">${words.terminals.captured}</span>`}${told !== undefined && html`<span class="small">${sayFinding(told, language)}</span>`}`
}

function renderDevice(picture: TerminalPicture | undefined, { terminals: say }: Words): Html {
  const { model, serial, terminalId, software } = picture?.identified ?? {}
  const lines = [
    [model, software].filter(Boolean).join(' '),
    serial && `${say.serial} ${serial}`,
    terminalId && `${say.terminalId} ${terminalId}`,
  ].filter((line): line is string => line !== undefined && line !== '')
  if (lines.length === 0) return html`–`
  const [first = '', ...more] = lines.map(redactText)
  return html`${first}${more.map((line) => html`<span class="small">${line}</span>`)}`
}

const OUTCOME: Readonly<Record<string, readonly [Glyph, Tone]>> = {
  approved: ['ok', 'ok'],
  declined: ['no', 'quiet'],
  cancelled: ['minus', 'quiet'],
  unknown: ['unk', 'unk'],
  needs_person: ['unk', 'unk'],
}

/** Its outcome, amount and time; whether it was a test. */
export function renderPayment(payment: PaymentView, { words, format }: Speech): Html {
  const key = payment.state === 'final' ? (payment.outcome ?? 'unknown') : payment.state
  const [glyph, tone] = OUTCOME[key] ?? (['busy', 'ok'] as const)
  const kind = payment.basket === TEST_BASKET ? words.payment.test : words.payment[payment.kind]
  const amount = format.money(payment.amountMinor, payment.currency)
  return html`${status(glyph, tone, words.payment[key])}${payment.recovered && ` (${words.payment.recovered})`}<span class="small">${amount}, ${kind}, ${format.time(payment.openedAtMs)}</span>`
}
