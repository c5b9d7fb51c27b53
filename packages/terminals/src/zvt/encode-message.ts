import { encodeBitmaps } from './bitmap-codec.ts'
import type { ZvtMessage } from './message.ts'
import { concat } from './tlv-codec.ts'

/** What an APDU is made of; everything but the control field may be left out. */
export type MessageParts = Pick<ZvtMessage, 'control'> & Partial<Omit<ZvtMessage, 'control' | 'problems'>>

function lengthOctets(length: number, extended: boolean): Uint8Array {
  if (length > 0xffff) throw new RangeError(`An APDU holds up to 65,535 bytes of data; ${length} are too many.`)
  return length < 0xff && !extended ? Uint8Array.of(length) : Uint8Array.of(0xff, length & 0xff, length >> 8)
}

/** The APDU of a message. Throws a `RangeError` when a value does not fit its field. */
export function encodeMessage(message: MessageParts): Uint8Array {
  const data = concat([message.head ?? new Uint8Array(0), encodeBitmaps(message), message.rest ?? new Uint8Array(0)])
  return concat([
    Uint8Array.of(message.control >>> 8, message.control & 0xff),
    message.lengthOctets ?? lengthOctets(data.length, message.extendedLength === true),
    data,
  ])
}
