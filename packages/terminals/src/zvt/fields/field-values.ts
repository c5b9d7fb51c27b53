import { maskText } from '../card-digits.ts'
import { toHex } from '../hex.ts'
import { readBcd, readBcdNumber, readText } from '../values.ts'

/** Decoded names and values, JSON-plain. */
export type Fields = Record<string, unknown>

/** Where a value of no interest but its presence is told: tracks, CVV, chip data. */
export const REDACTED = 'redacted'

/** BCD as a number; as text where a nibble is no digit. */
export function bcdValue(bytes: Uint8Array): number | string {
  return readBcdNumber(bytes) ?? readBcd(bytes)
}

/** Unsigned number, highest byte first; as hex beyond six bytes. */
export function binaryValue(bytes: Uint8Array): number | string {
  return bytes.length > 6 ? toHex(bytes) : bytes.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** Text with anything that may be a card number masked. */
export function textValue(bytes: Uint8Array): string {
  return maskText(readText(bytes))
}

export function lowerHex(bytes: Uint8Array): string {
  return toHex(bytes).toLowerCase()
}

/** Card number of BMP 22 with `*` for every digit but the first six and last four at most. */
export function cardNumberValue(masked: Uint8Array): string {
  return readBcd(masked).replace(/F+$/, '').replaceAll('E', '*')
}
