import { readApduHeader } from './apdu-length.ts'
import { findCommand } from './codes/commands.ts'
import { recogniseForeign } from './foreign-protocol.ts'
import type { FrameEvent, Framer } from './frame-event.ts'

/** What cannot be an APDU is reported in pieces of this size, so that memory stays bounded. */
const MAX_NOISE_BYTES = 256

/** Classes of PA00P015: 04, 05, 06, 08, 80, 84, and 0F for the makers. */
const CLASSES: ReadonlySet<number> = new Set([0x04, 0x05, 0x06, 0x08, 0x0f, 0x80, 0x84])

/** Longest answer 84 xx that is believed after garbage: in CP437 text 84 is an umlaut. */
const MAX_REFUSAL_BYTES = 0x20

/** Whether an APDU may start here when the bytes before were none. */
function isKnownStart(first: number, second: number, length: number): boolean {
  if (findCommand(first * 256 + second) === undefined) return false
  if (first === 0x84) return length <= MAX_REFUSAL_BYTES
  return first !== 0x80 || length <= MAX_REFUSAL_BYTES || length === 0xff
}

/** Whether an APDU may start with these bytes when the one before ended well. */
function isPlausibleStart(bytes: readonly number[]): boolean {
  const [first, second] = bytes
  if (first === undefined) return true
  if (!CLASSES.has(first)) return false
  // 05 alone is an ENQ and 04 an EOT of the Concert family: these classes, and 80, have few instructions.
  if (second === undefined || (first !== 0x05 && first !== 0x04 && first !== 0x80)) return true
  return findCommand(first * 256 + second) !== undefined
}

/** Bare APDUs back to back (PA00P016 3): cut by their lengths only, since nothing marks a start. */
export function createTcpFramer(): Framer {
  let apdu: number[] = []
  let wanted: number | undefined
  let noise: number[] = []

  function takeNoise(events: FrameEvent[]): void {
    if (noise.length === 0) return
    events.push({ type: 'discarded', why: recogniseForeign(noise).why, bytes: Uint8Array.from(noise) })
    noise = []
  }

  /** Looks for the next APDU in what was taken for noise; its last three bytes decide. */
  function resynchronise(events: FrameEvent[]): void {
    const start = noise.length - 3
    const [first, second, length] = noise.slice(start)
    if (
      start >= 0 &&
      first !== undefined &&
      second !== undefined &&
      length !== undefined &&
      isKnownStart(first, second, length)
    ) {
      noise = noise.slice(0, start)
      takeNoise(events)
      for (const byte of [first, second, length]) collect(byte, events)
      return
    }
    const foreign = recogniseForeign(noise)
    if (foreign.complete || noise.length >= MAX_NOISE_BYTES) takeNoise(events)
  }

  function collect(byte: number, events: FrameEvent[]): void {
    apdu.push(byte)
    if (wanted === undefined && (apdu.length === 3 || apdu.length === 5)) {
      const foreign = apdu.length === 3 ? recogniseForeign(apdu) : undefined
      if (foreign?.complete === true) {
        noise = apdu
        apdu = []
        takeNoise(events)
        return
      }
      const header = readApduHeader(Uint8Array.from(apdu))
      wanted = header === undefined ? undefined : header.dataStart + header.dataLength
    }
    if (wanted !== undefined && apdu.length >= wanted) {
      events.push({ type: 'apdu', bytes: Uint8Array.from(apdu) })
      apdu = []
      wanted = undefined
    }
  }

  function step(byte: number, events: FrameEvent[]): void {
    if (noise.length > 0) {
      noise.push(byte)
      resynchronise(events)
      return
    }
    if (apdu.length < 2 && !isPlausibleStart([...apdu, byte])) {
      noise = [...apdu, byte]
      apdu = []
      resynchronise(events)
      return
    }
    collect(byte, events)
  }

  return {
    push(chunk) {
      const events: FrameEvent[] = []
      for (const byte of chunk) step(byte, events)
      return events
    },
    expire() {
      const events: FrameEvent[] = []
      takeNoise(events)
      if (apdu.length > 0) events.push({ type: 'bad_frame', why: 'unfinished', bytes: Uint8Array.from(apdu) })
      apdu = []
      wanted = undefined
      return events
    },
    get pending() {
      return apdu.length > 0 || noise.length > 0
    },
    reset() {
      apdu = []
      wanted = undefined
      noise = []
    },
  }
}
