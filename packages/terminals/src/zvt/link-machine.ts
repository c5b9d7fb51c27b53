import { ACK, type FrameEvent, frameApdu, NAK } from './frame-codec.ts'

/** Sends after the first one, on NAK or T2 (PA00P016 2.4). */
export const MAX_REPEATS = 2

/**
 * Acknowledged sending of one APDU after the other. Both ends of a serial line run it; over TCP there is
 * nothing to acknowledge and everything passes straight through (PA00P016 3).
 */
export interface LinkState {
  readonly link: 'serial' | 'tcp'
  readonly queue: readonly Uint8Array[]
  readonly inFlight?: { readonly apdu: Uint8Array; readonly repeats: number }
  /** Last APDU taken: seen again while our own answer is unacknowledged, it is a repeat. */
  readonly lastTaken?: Uint8Array
}

export type LinkInput =
  | { readonly type: 'send'; readonly apdu: Uint8Array }
  | { readonly type: 'frame'; readonly event: FrameEvent }
  | { readonly type: 't2' }

export type LinkEffect =
  | { readonly type: 'write'; readonly bytes: Uint8Array }
  | { readonly type: 'deliver'; readonly apdu: Uint8Array }
  | { readonly type: 'start_t2' }
  | { readonly type: 'stop_t2' }
  /** What was sent has arrived: whoever waits for its answer counts from now. */
  | { readonly type: 'acknowledged' }
  | { readonly type: 'transmission_failed'; readonly why: 'refused' | 'not_acknowledged' }
  | { readonly type: 'unreadable'; readonly why: string; readonly bytes: Uint8Array; readonly outOfStep: boolean }

export interface LinkStep {
  readonly state: LinkState
  readonly effects: readonly LinkEffect[]
}

const BAD_FRAME: Readonly<Record<'crc' | 'length' | 'unfinished', string>> = {
  crc: 'checksum wrong',
  length: 'length does not fit the frame',
  unfinished: 'message broke off',
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && a.length === b.length && a.every((byte, index) => byte === b[index])
}

/** The state of a link that has just been opened. */
export function createLinkState(link: 'serial' | 'tcp'): LinkState {
  return { link, queue: [] }
}

function sendNext(state: LinkState): LinkStep {
  const [apdu, ...queue] = state.queue
  if (apdu === undefined || state.inFlight !== undefined) return { state, effects: [] }
  return {
    state: { ...state, queue, inFlight: { apdu, repeats: 0 } },
    effects: [{ type: 'write', bytes: frameApdu(state.link, apdu) }, { type: 'start_t2' }],
  }
}

function landed(state: LinkState): LinkStep {
  const { inFlight: _, ...rest } = state
  const next = sendNext(rest)
  return { state: next.state, effects: [{ type: 'stop_t2' }, { type: 'acknowledged' }, ...next.effects] }
}

function repeatOrFail(state: LinkState, why: 'refused' | 'not_acknowledged'): LinkStep {
  const flight = state.inFlight
  if (flight === undefined) return { state, effects: [] }
  if (flight.repeats < MAX_REPEATS) {
    return {
      state: { ...state, inFlight: { ...flight, repeats: flight.repeats + 1 } },
      effects: [{ type: 'write', bytes: frameApdu(state.link, flight.apdu) }, { type: 'start_t2' }],
    }
  }
  return { state: createLinkState(state.link), effects: [{ type: 'stop_t2' }, { type: 'transmission_failed', why }] }
}

function takeSerialApdu(state: LinkState, apdu: Uint8Array): LinkStep {
  const acknowledge: LinkEffect = { type: 'write', bytes: Uint8Array.of(ACK) }
  // Our answer is still unacknowledged and the same message comes again: its sender missed our ACK.
  if (state.inFlight !== undefined && sameBytes(state.lastTaken, apdu)) return { state, effects: [acknowledge] }
  const taken = { ...state, lastTaken: apdu }
  // Another message while we wait for an ACK shows that ours arrived and only the ACK was lost.
  const next = state.inFlight === undefined ? { state: taken, effects: [] } : landed(taken)
  return { state: next.state, effects: [acknowledge, ...next.effects, { type: 'deliver', apdu }] }
}

function takeFrame(state: LinkState, event: FrameEvent): LinkStep {
  switch (event.type) {
    case 'apdu':
      return state.link === 'tcp'
        ? { state, effects: [{ type: 'deliver', apdu: event.bytes }] }
        : takeSerialApdu(state, event.bytes)
    case 'ack':
      return state.inFlight === undefined ? { state, effects: [] } : landed(state)
    case 'nak':
      return repeatOrFail(state, 'refused')
    case 'bad_frame': {
      const unreadable: LinkEffect = {
        type: 'unreadable',
        why: BAD_FRAME[event.why],
        bytes: event.bytes,
        outOfStep: state.link === 'tcp',
      }
      return { state, effects: state.link === 'tcp' ? [unreadable] : [{ type: 'write', bytes: Uint8Array.of(NAK) }, unreadable] }
    }
    case 'discarded':
      return { state, effects: [{ type: 'unreadable', why: event.why, bytes: event.bytes, outOfStep: false }] }
  }
}

/** One step of the link: bytes to write and APDUs to deliver follow from what came in. */
export function stepLink(state: LinkState, input: LinkInput): LinkStep {
  switch (input.type) {
    case 'send':
      if (state.link === 'tcp') return { state, effects: [{ type: 'write', bytes: frameApdu('tcp', input.apdu) }] }
      return sendNext({ ...state, queue: [...state.queue, input.apdu] })
    case 'frame':
      return takeFrame(state, input.event)
    case 't2':
      return repeatOrFail(state, 'not_acknowledged')
  }
}
