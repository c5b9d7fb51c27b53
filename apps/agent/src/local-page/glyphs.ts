import { type Html, html } from './html.ts'

/** The product's status glyphs this page needs, 14 by 14. One shape, one meaning. */
export type Glyph =
  | 'ok'
  | 'idle'
  | 'busy'
  | 'warn'
  | 'silent'
  | 'plug'
  | 'tool'
  | 'unk'
  | 'no'
  | 'minus'
  | 'crit'
  | 'stale'
  | 'due'

const STROKE = { html: 'fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round"' }
const HOLE = { html: 'fill="none" stroke="var(--bg)" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"' }

const SHAPES: Readonly<Record<Glyph, Html>> = {
  ok: html`<circle cx="7" cy="7" r="6" fill="currentColor"/><path d="M4.3 7.2l1.9 1.9 3.6-4" ${HOLE}/>`,
  idle: html`<circle cx="7" cy="7" r="3.4" ${STROKE}/>`,
  busy: html`<circle cx="7" cy="7" r="4.6" ${STROKE}/><path d="M7 2.4a4.6 4.6 0 010 9.2z" fill="currentColor"/>`,
  warn: html`<path d="M7 1.2l6.2 11.2H.8z" fill="currentColor"/><path d="M7 5.2v3.1M7 10.4v.1" ${HOLE}/>`,
  silent: html`<circle cx="7" cy="7" r="5.4" ${STROKE}/><path d="M4.4 7h.1M7 7h.1M9.5 7h.1" ${STROKE}/>`,
  plug: html`<path d="M1.6 8.6l3.8-3.8 3.8 3.8-1.4 1.4a2.7 2.7 0 01-3.8 0zM8.2 3.2l1.6-1.6M10.8 5.8l1.6-1.6M1.8 12.2l1.4-1.4" ${STROKE}/>`,
  tool: html`<path d="M9.4 1.7a3.3 3.3 0 00-4.1 4.3L1.7 9.6a1.3 1.3 0 000 1.8l.9.9a1.3 1.3 0 001.8 0L8 8.7a3.3 3.3 0 004.3-4.1L10.2 6.7 8 6 7.3 3.8z" ${STROKE}/>`,
  unk: html`<path d="M7 .9L13.1 7 7 13.1.9 7z" ${STROKE}/><path d="M5.5 5.9a1.55 1.55 0 113 .3c0 .9-1.4 1-1.4 1.8M7.1 9.7v.1" ${STROKE}/>`,
  no: html`<circle cx="7" cy="7" r="5.4" ${STROKE}/><path d="M5 5l4 4M9 5l-4 4" ${STROKE}/>`,
  minus: html`<circle cx="7" cy="7" r="5.4" ${STROKE}/><path d="M4.5 7h5" ${STROKE}/>`,
  crit: html`<path d="M4.5 1h5L13 4.5v5L9.5 13h-5L1 9.5v-5z" fill="currentColor"/><path d="M7 3.9v3.6M7 9.9v.2" ${HOLE}/>`,
  stale: html`<circle cx="7" cy="7" r="5.4" ${STROKE} stroke-dasharray="2.2 1.9"/><path d="M7 4.2V7l1.7 1.4" ${STROKE}/>`,
  due: html`<circle cx="7" cy="7" r="5.4" ${STROKE}/><path d="M7 4v3l2 1.2" ${STROKE}/>`,
}

export type Tone = 'ok' | 'warn' | 'crit' | 'unk' | 'quiet'

/** A state: its shape and its word together. */
export function status(glyph: Glyph, tone: Tone, word: string): Html {
  return html`<span class="${tone}"><svg class="glyph" viewBox="0 0 14 14" aria-hidden="true">${SHAPES[glyph]}</svg>${word}</span>`
}
