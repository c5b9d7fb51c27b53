import type { Format } from './format.ts'
import { status } from './glyphs.ts'
import { type Html, html } from './html.ts'
import type { PageState } from './page-state.ts'
import { sayFinding } from './say-finding.ts'
import { fill, type Language, type Words } from './words.ts'

export interface Speech {
  readonly language: Language
  readonly words: Words
  readonly format: Format
}

/** The agent itself: its hub, its clock, what waits, its disk, the record it has seen. */
export function renderNow(state: PageState, speech: Speech): Html {
  const { words, format } = speech
  const { status: agent, store } = state
  const { now } = words
  return html`<div class="top"><h2>${now.title}</h2><span class="age" id="fresh">${fill(words.fresh, { time: '' }).trim()} <span id="fresh-time">${format.clock(state.nowMs)}</span></span></div>
<dl>
<div><dt>${now.store}</dt><dd>${store.code}<span class="small">${store.name}</span></dd></div>
<div><dt>${now.version}</dt><dd>${state.version}<span class="small">${now.running} ${format.time(state.nowMs - agent.upMs)}</span></dd></div>
<div><dt>${now.hub}</dt><dd>${renderHub(state, speech)}</dd></div>
<div><dt>${now.clock}</dt><dd>${clockText(agent.hub.clockOffsetMs, words)}</dd></div>
<div><dt>${now.waiting}</dt><dd>${renderWaiting(state, speech)}</dd></div>
<div><dt>${now.payments}</dt><dd>${agent.takesPayments ? status('idle', 'quiet', now.taken) : status('crit', 'crit', now.refused)}</dd></div>
<div><dt>${now.disk}</dt><dd>${diskText(state, speech)}</dd></div>
<div><dt>${now.checkpoint}</dt><dd>${renderRecord(state, speech)}</dd></div>
<div><dt>${now.configuration}</dt><dd>${state.configuration === undefined ? now.ownFile : fill(now.number, { number: state.configuration })}</dd></div>
</dl>`
}

function renderHub({ status: { hub }, paths }: PageState, speech: Speech): Html {
  const { now } = speech.words
  const used = paths?.paths[paths.current]
  const way = used && (used.way === 'websocket' ? now.byWebSocket : now.byHttps)
  const since = speech.format.time(hub.sinceMs)
  return html`${hub.connected ? status('ok', 'ok', now.connected) : status('stale', 'warn', now.notConnected)} <span class="three">${since}</span>${
    used && html`<span class="small">${used.address} ${way}</span>`
  }${!hub.connected && html`<span class="small">${sayFinding(hub.message, speech.language)}</span>`}`
}

function clockText(offsetMs: number | undefined, { now }: Words): string {
  if (offsetMs === undefined) return now.clockUnknown
  const seconds = (Math.abs(offsetMs) / 1_000).toFixed(1)
  return fill(offsetMs > 0 ? now.clockBehind : now.clockAhead, { seconds })
}

function renderWaiting({ status: { waiting }, lastSeq }: PageState, { words: { now }, format }: Speech): Html {
  const own =
    waiting.events === 0
      ? fill(now.delivered, { count: format.count(lastSeq) })
      : fill(now.waitingEvents, { count: format.count(waiting.events), span: format.span(waiting.oldestMs) })
  const earlier = waiting.ofEarlierEpochs > 0 && fill(now.waitingEarlier, { count: format.count(waiting.ofEarlierEpochs) })
  return html`${own}${earlier && html`<span class="small">${earlier}</span>`}`
}

function diskText({ room }: PageState, { words, format }: Speech): string {
  if (room === undefined) return words.none
  const { freeBytes, usedBytes, limitBytes } = room
  return fill(words.now.diskFree, {
    free: format.megabytes(freeBytes),
    used: format.megabytes(usedBytes),
    limit: format.megabytes(limitBytes),
  })
}

function renderRecord({ record }: PageState, { words, format }: Speech): Html {
  const word = words.record[record.state]
  const shown = record.state === 'refused' ? status('crit', 'crit', word) : html`${word}`
  const { last } = record
  if (last === null) return shown
  const seen = fill(words.record.entries, { size: format.count(Number(last.size)), time: format.time(last.atMs) })
  return html`${shown}<span class="small">${seen}</span><span class="small mono">${last.root.slice(0, 16)}</span>`
}
