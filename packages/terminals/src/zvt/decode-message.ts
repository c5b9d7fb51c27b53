import { readApduHeader } from './apdu-length.ts'
import { decodeBitmaps } from './bitmap-codec.ts'
import { findHeadLength } from './head-length.ts'
import type { ZvtMessage } from './message.ts'

const NOTHING: Omit<ZvtMessage, 'control' | 'rest' | 'problems'> = { head: new Uint8Array(0), bitmaps: [], tlv: [] }

/**
 * Reads one APDU. Never throws: what cannot be read stays in `rest` and `problems` says why. `completes` is the
 * control field of the command a completion (06 0F) ends; without it the form is told by the bytes.
 */
export function decodeMessage(apdu: Uint8Array, context: { readonly completes?: number } = {}): ZvtMessage {
  const control = (apdu[0] ?? 0) * 256 + (apdu[1] ?? 0)
  const header = readApduHeader(apdu)
  if (header === undefined) {
    return { ...NOTHING, control, rest: apdu.slice(), problems: [`${apdu.length} bytes are too few for an APDU`] }
  }
  const problems: string[] = []
  const all = apdu.subarray(header.dataStart)
  const data = all.subarray(0, header.dataLength)
  const beyond = all.subarray(header.dataLength)
  if (data.length < header.dataLength) problems.push(`the APDU says ${header.dataLength} data bytes, ${data.length} are here`)
  if (beyond.length > 0) problems.push(`${beyond.length} bytes after the end of the APDU`)
  const headLength = findHeadLength(control, data, context.completes)
  const body = decodeBitmaps(data.subarray(headLength))
  const rest = new Uint8Array(body.rest.length + beyond.length)
  rest.set(body.rest)
  rest.set(beyond, body.rest.length)
  return {
    control,
    head: data.slice(0, headLength),
    bitmaps: body.bitmaps,
    tlv: body.tlv,
    ...(body.tlvIndex === undefined ? {} : { tlvIndex: body.tlvIndex }),
    ...(body.tlvLengthOctets === undefined ? {} : { tlvLengthOctets: body.tlvLengthOctets }),
    rest,
    problems: [...problems, ...body.problems],
    ...(header.extended && header.dataLength < 0xff ? { extendedLength: true } : {}),
    ...(problems.length > 0 ? { lengthOctets: apdu.slice(2, header.dataStart) } : {}),
  }
}
