import { bitmapLength } from './codes/bitmaps.ts'
import type { BitmapValue, TlvNode, ZvtMessage } from './message.ts'
import { concat, decodeTlv, encodeTlv, readTlvLength, tlvLengthOctets, unusualOctets } from './tlv-codec.ts'

const TLV_CONTAINER = 0x06

export interface DecodedBitmaps {
  readonly bitmaps: readonly BitmapValue[]
  readonly tlv: readonly TlvNode[]
  readonly tlvIndex?: number
  readonly tlvLengthOctets?: Uint8Array
  readonly rest: Uint8Array
  readonly problems: readonly string[]
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase()
}

/** Decimal length of `Fx Fy` (`Fz`); nothing when the octets are none. */
function readDecimalLength(bytes: Uint8Array, at: number, octets: number): number | undefined {
  let length = 0
  for (let index = 0; index < octets; index += 1) {
    const octet = bytes[at + index]
    if (octet === undefined || octet >>> 4 !== 0xf || (octet & 0x0f) > 9) return undefined
    length = length * 10 + (octet & 0x0f)
  }
  return length
}

function decimalLengthOctets(length: number, octets: number): Uint8Array {
  const digits = String(length).padStart(octets, '0')
  if (digits.length > octets)
    throw new RangeError(`A value of ${length} bytes is too long for a bitmap with ${octets} length digits.`)
  return Uint8Array.from(digits, (digit) => 0xf0 | Number(digit))
}

/** Bitmaps in any order, up to the first thing that cannot be read, which stays in `rest`. Never throws. */
export function decodeBitmaps(bytes: Uint8Array): DecodedBitmaps {
  const bitmaps: BitmapValue[] = []
  const problems: string[] = []
  let tlv: readonly TlvNode[] = []
  let tlvIndex: number | undefined
  let containerOctets: Uint8Array | undefined
  let at = 0
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0
    if (tag === TLV_CONTAINER) {
      const found = readTlvLength(bytes, at + 1)
      if (found === undefined || tlvIndex !== undefined) {
        problems.push(found === undefined ? 'the TLV container (06) has no readable length' : 'a second TLV container (06)')
        break
      }
      const valueAt = at + 1 + found.octets
      const content = bytes.slice(valueAt, valueAt + found.length)
      if (content.length < found.length)
        problems.push(`the TLV container (06) says ${found.length} bytes, ${content.length} are here`)
      const decoded = decodeTlv(content)
      problems.push(...decoded.problems)
      tlv = decoded.nodes
      tlvIndex = bitmaps.length
      containerOctets = unusualOctets(bytes.slice(at + 1, valueAt), tlvLengthOctets(content.length))
      at = valueAt + content.length
      continue
    }
    const kind = bitmapLength(tag)
    if (kind === undefined) {
      problems.push(`bitmap ${hexByte(tag)} is unknown, so is its length: ${bytes.length - at} bytes kept unread`)
      break
    }
    const octets = kind === 'LL' ? 2 : kind === 'LLL' ? 3 : 0
    const length = typeof kind === 'number' ? kind : readDecimalLength(bytes, at + 1, octets)
    const valueAt = at + 1 + octets
    if (length === undefined) {
      problems.push(`bitmap ${hexByte(tag)} has no readable length`)
      break
    }
    if (valueAt + length > bytes.length) {
      problems.push(`bitmap ${hexByte(tag)} needs ${length} bytes, ${Math.max(0, bytes.length - valueAt)} are here`)
      break
    }
    bitmaps.push({ tag, bytes: bytes.slice(valueAt, valueAt + length) })
    at = valueAt + length
  }
  return {
    bitmaps,
    tlv,
    ...(tlvIndex === undefined ? {} : { tlvIndex }),
    ...(containerOctets === undefined ? {} : { tlvLengthOctets: containerOctets }),
    rest: bytes.slice(at),
    problems,
  }
}

function encodeBitmap(bitmap: BitmapValue): Uint8Array {
  const kind = bitmapLength(bitmap.tag)
  if (typeof kind === 'number' && kind !== bitmap.bytes.length) {
    throw new RangeError(`Bitmap ${hexByte(bitmap.tag)} is ${kind} bytes long; ${bitmap.bytes.length} were given.`)
  }
  const octets = kind === 'LL' ? 2 : kind === 'LLL' ? 3 : 0
  return concat([
    Uint8Array.of(bitmap.tag),
    octets === 0 ? new Uint8Array(0) : (bitmap.lengthOctets ?? decimalLengthOctets(bitmap.bytes.length, octets)),
    bitmap.bytes,
  ])
}

/** Bitmaps and the TLV container, at its place. Throws a `RangeError` for a value that does not fit its bitmap. */
export function encodeBitmaps(
  message: Partial<Pick<ZvtMessage, 'bitmaps' | 'tlv' | 'tlvIndex' | 'tlvLengthOctets'>>,
): Uint8Array {
  const parts = (message.bitmaps ?? []).map(encodeBitmap)
  const nodes = message.tlv ?? []
  if (nodes.length > 0 || message.tlvIndex !== undefined) {
    const content = encodeTlv(nodes)
    const octets = message.tlvLengthOctets ?? tlvLengthOctets(content.length)
    parts.splice(message.tlvIndex ?? parts.length, 0, concat([Uint8Array.of(TLV_CONTAINER), octets, content]))
  }
  return concat(parts)
}
