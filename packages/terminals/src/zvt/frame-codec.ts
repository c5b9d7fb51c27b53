import { crc16 } from './crc-16.ts'
import { DLE, ETX, type Framer, STX } from './frame-event.ts'
import { createSerialFramer } from './serial-framer.ts'
import { createTcpFramer } from './tcp-framer.ts'

export { ACK, type FrameEvent, type Framer, NAK } from './frame-event.ts'

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
