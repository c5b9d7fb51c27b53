import { crc16 } from './crc-16.ts'
import { createSerialFramer } from './serial-framer.ts'
import { createTcpFramer } from './tcp-framer.ts'

export const ACK = 0x06
export const NAK = 0x15

const DLE = 0x10
const STX = 0x02
const ETX = 0x03

/** What the bytes on the line turned out to be. */
export type FrameEvent =
  | { readonly type: 'apdu'; readonly bytes: Uint8Array }
  | { readonly type: 'ack' }
  | { readonly type: 'nak' }
  | { readonly type: 'bad_frame'; readonly why: 'crc' | 'length' | 'unfinished'; readonly bytes: Uint8Array }
  | { readonly type: 'discarded'; readonly why: string; readonly bytes: Uint8Array }

/** Cuts a stream of bytes into APDUs. The events do not depend on how the stream was chunked. */
export interface Framer {
  push(chunk: Uint8Array): FrameEvent[]
  /** T1 passed in mid-frame: gives up what is pending, as events. */
  expire(): FrameEvent[]
  /** Bytes are held that are no event yet. */
  readonly pending: boolean
  reset(): void
}

/** A framer for one direction of one connection. */
export function createFramer(link: 'serial' | 'tcp'): Framer {
  return link === 'serial' ? createSerialFramer() : createTcpFramer()
}

/** Puts an APDU on the wire: DLE framing and CRC on a serial line (PA00P016 2), bare on TCP. */
export function frameApdu(link: 'serial' | 'tcp', apdu: Uint8Array): Uint8Array {
  if (link === 'tcp') return apdu.slice()
  const crc = crc16(Uint8Array.of(ETX), crc16(apdu))
  const framed: number[] = [DLE, STX]
  for (const byte of apdu) {
    if (byte === DLE) framed.push(DLE)
    framed.push(byte)
  }
  framed.push(DLE, ETX, crc & 0xff, crc >>> 8)
  return Uint8Array.from(framed)
}
