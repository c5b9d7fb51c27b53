import { isIssuedNumber } from '../card-digits.ts'
import { toHex } from '../hex.ts'
import { maskWhole } from '../mask-bytes.ts'

const STAR = 0x2a
/** Bytes of a packed card number of 13 to 19 digits. */
const LEAST_BYTES = 7
const MOST_BYTES = 10
/** Digits of a card number (ISO/IEC 7812-1; schemes give out no shorter ones). */
const LEAST_DIGITS = 13
const MOST_DIGITS = 19

/**
 * The last net: masks in `hidden` every stretch of whole bytes that is in `original` a packed number some scheme could have given out,
 * wherever its bytes were taken to belong. A number may have a `0` before it, and after it a filler `F` or the `D` of a track. One that
 * lies half a byte off is found where no digit is before it: between digits, amounts would look like some.
 */
export function hideCardShapes(original: Uint8Array, hidden: Uint8Array): void {
  const hex = toHex(original)
  for (let start = 0; start + LEAST_BYTES <= original.length; start += 1)
    for (let length = LEAST_BYTES; length <= MOST_BYTES && start + length <= original.length; length += 1)
      if (isCardShape(hex.slice(start * 2, (start + length) * 2))) maskWhole(hidden.subarray(start, start + length))
  for (const { 0: run, index: at } of hex.matchAll(/[0-9]{13,}/g)) {
    if (at % 2 === 0) continue
    for (let length = LEAST_DIGITS; length <= MOST_DIGITS && length <= run.length; length += 1)
      if (isIssuedNumber(run.slice(0, length))) maskWhole(hidden.subarray(at >> 1, ((at + length - 1) >> 1) + 1))
  }
}

function isCardShape(nibbles: string): boolean {
  const digits = /^([0-9]+)[A-F]?$/.exec(nibbles)?.[1]
  if (digits === undefined) return false
  return isIssuedNumber(digits) || (digits.startsWith('0') && isIssuedNumber(digits.slice(1)))
}

/**
 * Hides in `hidden`, as stars, packed numbers that some scheme could have given out in bytes that were taken for text in `original`,
 * wherever their digits begin: half a byte off as well. Among texts of few words it hides some that are none.
 */
export function hidePackedInText(original: Uint8Array, hidden: Uint8Array): void {
  const hex = toHex(original)
  for (const { 0: run, index: at } of hex.matchAll(/[0-9]{13,}/g))
    for (let start = 0; start + LEAST_DIGITS <= run.length; start += 1)
      for (let length = LEAST_DIGITS; length <= MOST_DIGITS && start + length <= run.length; length += 1)
        if (isIssuedNumber(run.slice(start, start + length)))
          hidden.fill(STAR, (at + start) >> 1, ((at + start + length - 1) >> 1) + 1)
}
