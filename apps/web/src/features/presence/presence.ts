/** PCI DSS 8.2.8. The server judges by the same span; the page only shows what it will judge. */
export const IDLE_MS = 15 * 60_000
/** How long before that the page says so. */
export const WARNING_MS = 60_000
/** An action is told to the server at most this often. */
export const NOTE_EVERY_MS = 60_000

/** Whether somebody is at this page, as far as the server knows. */
export type Presence =
  /** `notedMs`: the last action the server heard of. What came after does not put off the end, so that both reckon alike. */
  { readonly kind: 'here'; readonly notedMs: number; readonly noting: boolean } | { readonly kind: 'away' }

export type PresenceInput =
  /** The person pressed, moved or touched something. */
  | { readonly kind: 'acted'; readonly nowMs: number }
  | { readonly kind: 'ticked'; readonly nowMs: number }
  /** The server took an action of that moment, told by this page or by another of the same session. */
  | { readonly kind: 'noted'; readonly atMs: number }
  | { readonly kind: 'note_failed' }
  /** The server says nobody has been here for too long; or another page of the session was told so. */
  | { readonly kind: 'found_away' }
  /** A factor was shown, here or on another page of the session. */
  | { readonly kind: 'factor_shown'; readonly nowMs: number }

export interface PresenceStep {
  readonly state: Presence
  /** Tell the server that the person did something. */
  readonly note: boolean
}

export function nextPresence(state: Presence, input: PresenceInput): PresenceStep {
  const stay = { state, note: false }
  if (input.kind === 'factor_shown') return { state: { kind: 'here', notedMs: input.nowMs, noting: false }, note: false }
  // The server takes no action of somebody it holds for away: whoever hears that it took one was wrong about that.
  if (input.kind === 'noted') {
    const notedMs = state.kind === 'here' ? Math.max(state.notedMs, input.atMs) : input.atMs
    return { state: { kind: 'here', notedMs, noting: false }, note: false }
  }
  if (state.kind === 'away') return stay
  switch (input.kind) {
    case 'acted': {
      if (isOver(state.notedMs, input.nowMs)) return gone
      if (state.noting || input.nowMs - state.notedMs < NOTE_EVERY_MS) return stay
      return { state: { ...state, noting: true }, note: true }
    }
    case 'ticked':
      return isOver(state.notedMs, input.nowMs) ? gone : stay
    case 'note_failed':
      return { state: { ...state, noting: false }, note: false }
    case 'found_away':
      return gone
  }
}

const gone: PresenceStep = { state: { kind: 'away' }, note: false }

function isOver(notedMs: number, nowMs: number): boolean {
  return nowMs - notedMs >= IDLE_MS
}

/** What is left before the page closes, once it is time to say so; null before. */
export function warningMs(state: Presence, nowMs: number): number | null {
  if (state.kind === 'away') return null
  const leftMs = state.notedMs + IDLE_MS - nowMs
  return leftMs <= WARNING_MS ? Math.max(leftMs, 0) : null
}
