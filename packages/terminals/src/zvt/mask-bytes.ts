import { findCardDigits, holdsCardNumber, isHiddenDigit, isIssuedNumber } from './card-digits.ts'
import { toHex } from './hex.ts'

const STAR = 0x2a
/** The nibble ZVT itself writes for a masked digit (PA00P015 chapter 9, BMP 22). */
const MASKED_NIBBLE = 0x0e

/** Values of one message that follow each other, to be masked in place. */
export type Values = readonly Uint8Array[]

/** Masks card numbers written in ASCII, also those that begin in one value and end in the next. */
export function maskAscii(values: Values): void {
  maskCharacters(values, (byte) => String.fromCharCode(byte), STAR)
}

/** The same for EBCDIC, whose digits are F0 to F9. */
export function maskEbcdic(values: Values): void {
  maskCharacters(
    values,
    (byte) => EBCDIC.get(byte) ?? (byte >= 0xf0 && byte <= 0xf9 ? String(byte - 0xf0) : '\u0001'),
    EBCDIC_STAR,
  )
}

/** What stands between the groups of a number, and what parts a track (code page 037). */
const EBCDIC: ReadonlyMap<number, string> = new Map([
  [0x40, ' '],
  [0x60, '-'],
  [0x4b, '.'],
  [0x61, '/'],
  [0x7e, '='],
  [0xb0, '^'],
  [0xc4, 'D'],
])
const EBCDIC_STAR = 0x5c

function maskCharacters(values: Values, toCharacter: (byte: number) => string, star: number): void {
  let text = ''
  const where: { readonly value: Uint8Array; readonly at: number }[] = []
  for (const value of values) {
    for (const [at, byte] of value.entries()) {
      // A NUL pads a value: it does not part two values.
      if (byte === 0) continue
      text += toCharacter(byte)
      where.push({ value, at })
    }
  }
  for (const place of findCardDigits(text)) {
    const spot = where[place]
    if (spot !== undefined) spot.value[spot.at] = star
  }
}

function nibbleAt(value: Uint8Array, place: number): number {
  const byte = value[place >> 1] ?? 0
  return place % 2 === 0 ? byte >>> 4 : byte & 0x0f
}

function maskNibble(value: Uint8Array, place: number): void {
  const byte = value[place >> 1] ?? 0
  value[place >> 1] = place % 2 === 0 ? (MASKED_NIBBLE << 4) | (byte & 0x0f) : (byte & 0xf0) | MASKED_NIBBLE
}

/**
 * Masks card numbers packed two digits a byte, at any nibble, also over the border of two values; behind a number and a `D` all digits of
 * the track that it begins.
 */
export function maskPacked(values: Values): void {
  const where = values.flatMap((value) => Array.from({ length: value.length * 2 }, (_, place) => ({ value, place })))
  let start = 0
  for (let end = 0; end <= where.length; end += 1) {
    const spot = where[end]
    if (spot !== undefined && nibbleAt(spot.value, spot.place) <= 9) continue
    const run = where.slice(start, end)
    if (holdsCardNumber(run.map(({ value, place }) => nibbleAt(value, place)).join(''))) {
      run.forEach(({ value, place }, index) => {
        if (isHiddenDigit(index, run.length)) maskNibble(value, place)
      })
      if (spot !== undefined && nibbleAt(spot.value, spot.place) === TRACK_PART) maskRun(where, end + 1)
    }
    start = end + 1
  }
}

/** Parts number and expiry on a packed track 2 (ISO/IEC 7813). */
const TRACK_PART = 0x0d

function maskRun(where: readonly { readonly value: Uint8Array; readonly place: number }[], from: number): void {
  for (const { value, place } of where.slice(from)) {
    if (nibbleAt(value, place) > 9) return
    maskNibble(value, place)
  }
}

/** Cuts a card number (BMP 22) to its first six and last four digits; F padding and masked digits stay. */
export function maskCardNumber(value: Uint8Array): void {
  let digits = value.length * 2
  while (digits > 0 && nibbleAt(value, digits - 1) === 0x0f) digits -= 1
  for (let place = 0; place < digits; place += 1) if (isHiddenDigit(place, digits)) maskNibble(value, place)
}

/** Masks the inner digits of a value that is a card number as a whole, packed or in ASCII, whatever pads it. */
export function maskWholeNumber(value: Uint8Array): void {
  const packed = toHex(value).replace(/^0*(\d*)[EF]*$/, '$1')
  const written = String.fromCharCode(...value.subarray(0, MAX_VALUE_BYTES)).replace(/^[ 0\0]*(\d*)[ \0]*$/, '$1')
  if (isIssuedNumber(packed)) maskPackedRun(value, packed)
  else if (isIssuedNumber(written)) maskAscii([value])
}

/** No value that is a card number as a whole is longer. */
const MAX_VALUE_BYTES = 32

function maskPackedRun(value: Uint8Array, digits: string): void {
  const start = toHex(value).indexOf(digits)
  for (let index = 0; index < digits.length; index += 1) if (isHiddenDigit(index, digits.length)) maskNibble(value, start + index)
}

/** Masks every nibble. */
export function maskWhole(value: Uint8Array): void {
  value.fill((MASKED_NIBBLE << 4) | MASKED_NIBBLE)
}
