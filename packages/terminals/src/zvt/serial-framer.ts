import { MAX_APDU_BYTES, readApduHeader } from './apdu-length.ts'
import { crc16 } from './crc-16.ts'
import { ACK, DLE, ETX, type FrameEvent, type Framer, NAK, STX } from './frame-event.ts'

/** Noise is reported in pieces of this size, so that memory stays bounded. */
const MAX_NOISE_BYTES = 256

type State = 'idle' | 'dle' | 'frame' | 'frame_dle' | 'crc_low' | 'crc_high'

/** Why bytes outside a frame are there, where it can be told. */
function explainNoise(bytes: readonly number[]): string {
  if (bytes[0] === STX) return 'bytes of another protocol: STX without DLE (ECR17, Transbank or Concert, not ZVT)'
  if (bytes[0] === ETX && bytes.length <= 2) return 'bytes after an ACK or NAK as ECR17 sends them: another protocol on this line'
  if (bytes.length > 2 && bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0d || byte === 0x0a)) {
    return 'text outside a frame'
  }
  return 'bytes outside a frame'
}

/** DLE STX … DLE ETX CRC (PA00P016 2.2): one byte at a time, back in step at the next DLE STX. */
export function createSerialFramer(): Framer {
  let state: State = 'idle'
  let noise: number[] = []
  let apdu: number[] = []
  let crcLow = 0

  function takeNoise(events: FrameEvent[]): void {
    if (noise.length === 0) return
    events.push({ type: 'discarded', why: explainNoise(noise), bytes: Uint8Array.from(noise) })
    noise = []
  }

  function addNoise(byte: number, events: FrameEvent[]): void {
    noise.push(byte)
    if (noise.length >= MAX_NOISE_BYTES) takeNoise(events)
  }

  function giveUp(why: 'crc' | 'length' | 'unfinished', events: FrameEvent[]): void {
    events.push({ type: 'bad_frame', why, bytes: Uint8Array.from(apdu) })
    apdu = []
    state = 'idle'
  }

  function finish(crcHigh: number, events: FrameEvent[]): void {
    const bytes = Uint8Array.from(apdu)
    if (crc16(Uint8Array.of(ETX), crc16(bytes)) !== crcLow + crcHigh * 256) {
      giveUp('crc', events)
      return
    }
    const header = readApduHeader(bytes)
    if (header === undefined || header.dataStart + header.dataLength !== bytes.length) {
      giveUp('length', events)
      return
    }
    events.push({ type: 'apdu', bytes })
    apdu = []
    state = 'idle'
  }

  function step(byte: number, events: FrameEvent[]): void {
    switch (state) {
      case 'idle':
        if (byte === DLE) {
          state = 'dle'
        } else if (byte === ACK || byte === NAK) {
          takeNoise(events)
          events.push({ type: byte === ACK ? 'ack' : 'nak' })
        } else {
          addNoise(byte, events)
        }
        return
      case 'dle':
        if (byte === STX) {
          takeNoise(events)
          state = 'frame'
          return
        }
        // A lone DLE is noise; the byte after it may still start something.
        addNoise(DLE, events)
        if (byte === DLE) return
        state = 'idle'
        step(byte, events)
        return
      case 'frame':
        if (byte === DLE) state = 'frame_dle'
        else apdu.push(byte)
        if (apdu.length > MAX_APDU_BYTES) giveUp('length', events)
        return
      case 'frame_dle':
        if (byte === STX) {
          // Un-doubled DLE STX cannot stand in data: the frame before was cut and a new one starts.
          giveUp('unfinished', events)
          state = 'frame'
        } else if (byte === ETX) {
          state = 'crc_low'
        } else {
          // A DLE that lost its double is left for the CRC to judge, at the end of the frame.
          if (byte !== DLE) apdu.push(DLE)
          apdu.push(byte)
          state = 'frame'
        }
        return
      case 'crc_low':
        crcLow = byte
        state = 'crc_high'
        return
      case 'crc_high':
        finish(byte, events)
        return
      default:
        state satisfies never
    }
  }

  return {
    push(chunk) {
      const events: FrameEvent[] = []
      for (const byte of chunk) step(byte, events)
      return events
    },
    expire() {
      const events: FrameEvent[] = []
      if (state === 'dle') addNoise(DLE, events)
      takeNoise(events)
      if (state === 'idle' || state === 'dle') state = 'idle'
      else giveUp('unfinished', events)
      return events
    },
    get pending() {
      return state !== 'idle' || noise.length > 0
    },
    reset() {
      state = 'idle'
      noise = []
      apdu = []
    },
  }
}
