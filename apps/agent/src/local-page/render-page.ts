import type { TerminalConfig } from '../agent-config.ts'
import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import type { PageState } from './page-state.ts'
import { renderActions } from './render-actions.ts'
import { renderEvents, renderPorts } from './render-lists.ts'
import { renderNow, type Speech } from './render-now.ts'
import { renderDoctor, renderPortTest, renderTestPayment } from './render-results.ts'
import { renderTerminals } from './render-terminals.ts'
import { fill, LANGUAGES, WORDS } from './words.ts'

interface Shown {
  readonly state: PageState
  readonly terminals: readonly TerminalConfig[]
  readonly endsMs: number
  readonly speech: Speech
}

/** The page as a whole. */
export function renderPage(shown: Shown): string {
  const { state, endsMs, speech } = shown
  const { words, language, format } = speech
  const title = `${state.status.name} · ${words.title}`
  const parts = liveParts(shown)
  return page(
    { language, title, live: true },
    html`<a class="skip" href="#main">${words.skip}</a><header><h1>${words.title} · ${state.status.name}</h1><span class="three small">${fill(words.times, { zone: format.zone })} ${fill(words.visitEnds, { time: format.clock(endsMs) })}</span><div class="far">
<form method="post" action="language">${LANGUAGES.filter((other) => other !== language).map(
      (other) => html`<button name="language" value="${other}" lang="${other}">${WORDS[other].language}</button>`,
    )}</form><form method="post" action="end"><button>${words.endVisit}</button></form></div></header>
<p class="lost" id="lost" role="status" hidden>${withTime(words.lost)}</p>
<main id="main">${parts.slice(0, 2)}<section id="actions">${renderActions(state, speech)}</section>${parts.slice(2)}</main>`,
  )
}

/** The parts that change by themselves, for the script to put in place. */
export function renderLive(shown: Shown): string {
  return html`${liveParts(shown)}`.html
}

function liveParts({ state, terminals, speech }: Shown): readonly Html[] {
  return [
    live('now', renderNow(state, speech)),
    live('terminals', renderTerminals(state, speech)),
    live('test-payment', renderTestPayment(state, speech)),
    live('port-test', renderPortTest(state, speech)),
    live('doctor', renderDoctor(state, speech)),
    live('ports', renderPorts(state, terminals, speech)),
    live('events', renderEvents(state, speech)),
  ]
}

function live(id: string, content: Html): Html {
  return html`<section id="${id}" data-live>${content}</section>`
}

/** The time is put in by the script, when the agent has gone. */
function withTime(sentence: string): Html {
  const [before, after] = sentence.split('{time}')
  return html`${before}<span id="lost-time"></span>${after}`
}
