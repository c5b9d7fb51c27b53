import { currencyNumber } from './codes/currencies.ts'

export { currencyDecimals, currencyLetters, currencyNumber } from './codes/currencies.ts'
export { decodeText, encodeText, readText } from './text-encoding.ts'

/** Digits packed two a byte, padded with zeros on the left. Throws a `RangeError` when they do not fit or are no digits. */
export function bcd(digits: string | number, bytes: number): Uint8Array {
  const text = String(digits)
  if (!/^[0-9]*$/.test(text) || text.length > bytes * 2) {
    throw new RangeError(`${bytes} BCD bytes hold up to ${bytes * 2} digits; ${JSON.stringify(digits)} is not that.`)
  }
  const padded = text.padStart(bytes * 2, '0')
  return Uint8Array.from({ length: bytes }, (_, index) => Number.parseInt(padded.slice(index * 2, index * 2 + 2), 16))
}

/** The nibbles as characters, `A`–`F` included, leading zeros kept. */
export function readBcd(bytes: Uint8Array): string {
  let digits = ''
  for (const byte of bytes) digits += byte.toString(16).padStart(2, '0')
  return digits.toUpperCase()
}

/** Number of BCD digits, or nothing when a nibble is no digit. */
export function readBcdNumber(bytes: Uint8Array): number | undefined {
  const digits = readBcd(bytes)
  return /^[0-9]+$/.test(digits) ? Number(digits) : undefined
}

/** Amount in minor units as BMP 04 wants it: six BCD bytes. Throws a `RangeError` for anything but 0 … 999,999,999,999. */
export function amountBcd(amountMinor: number): Uint8Array {
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0) {
    throw new RangeError(`An amount is a whole number of minor units from 0; ${amountMinor} is not.`)
  }
  return bcd(amountMinor, 6)
}

/** Amount of BMP 04 in minor units; `NaN` when a nibble is no digit. */
export function readAmount(bytes: Uint8Array): number {
  return readBcdNumber(bytes) ?? Number.NaN
}

/** ISO 4217 letters as BMP 49 wants them: two BCD bytes. Throws a `RangeError` for letters that are no currency. */
export function currencyBcd(letters: string): Uint8Array {
  const number = currencyNumber(letters)
  if (number === undefined) throw new RangeError(`${letters} is no ISO 4217 currency.`)
  return bcd(number, 2)
}
