import { decodeBitmaps } from './bitmap-codec.ts'
import { currencyLetters } from './codes/currencies.ts'
import { readBcdNumber } from './values.ts'

const PASSWORD_BYTES = 3
const TLV_CONTAINER = 0x06
const WRONG_CURRENCY = 0x6f

/** Commands whose password stands first without a tag (PA00P015 chapter 2). */
const PASSWORD_FIRST: ReadonlySet<number> = new Set([
  0x0610, 0x0612, 0x061b, 0x0620, 0x0630, 0x0631, 0x0650, 0x0691, 0x0693, 0x0814, 0x0f10,
])

/** Messages without bitmaps: the whole content is fixed fields, text or opaque data. */
const NO_BITMAPS: ReadonlySet<number> = new Set([0x0695, 0x06d1, 0x06d9, 0x06da, 0x06dd, 0x0fa1])

/** Messages that are bitmaps from the first byte. */
const BITMAPS_FIRST: ReadonlySet<number> = new Set([
  0x0401, 0x040c, 0x040d, 0x040e, 0x040f, 0x0601, 0x0602, 0x060c, 0x06b0, 0x06d3, 0x06d4, 0x06e0, 0x06e1, 0x06e2, 0x06e3, 0x8000,
])

/** Commands that begin with one byte of their own: a timeout, a language, a baud rate, on or off. */
const ONE_BYTE_FIRST: ReadonlySet<number> = new Set([0x06c0, 0x0830, 0x0840, 0x0850])

/** Completions of these have bitmaps; 05 01 has a version and a status byte (PA00P015 2.55). */
const STATUS_ENQUIRY = 0x0501

function readable(data: Uint8Array): boolean {
  return decodeBitmaps(data).problems.length === 0
}

/** Length of a leading LLLVAR (the software version of a status enquiry), 0 when there is none. */
function versionLength(data: Uint8Array): number {
  let length = 0
  for (let index = 0; index < 3; index += 1) {
    const octet = data[index]
    if (octet === undefined || octet >>> 4 !== 0xf || (octet & 0x0f) > 9) return 0
    length = length * 10 + (octet & 0x0f)
  }
  return length + 3 <= data.length ? length + 3 : 0
}

function registrationHead(data: Uint8Array): number {
  const fixed = PASSWORD_BYTES + 1
  if (data.length < fixed + 2) return Math.min(data.length, fixed)
  const currency = currencyLetters(readBcdNumber(data.subarray(fixed, fixed + 2)) ?? 0)
  if (currency !== undefined && readable(data.subarray(fixed + 2))) return fixed + 2
  return readable(data.subarray(fixed)) ? fixed : fixed + 2
}

function intermediateStatusHead(data: Uint8Array): number {
  if (data.length <= 2) return data.length
  // The timeout byte is obligatory before a container, and yet terminals leave it out (PA00P015 5.1): both are read.
  if (data[2] === TLV_CONTAINER && readable(data.subarray(2))) return 2
  return data[1] === TLV_CONTAINER && readable(data.subarray(1)) ? 1 : 2
}

function completionHead(data: Uint8Array, completes: number | undefined): number {
  if (data.length === 0) return 0
  // Feig's system information: device, version, terminal id and temperature as bare text.
  if (data.length >= 36 && data.every((byte) => byte >= 0x20 && byte < 0x7f)) return data.length
  const version = versionLength(data)
  if (completes !== STATUS_ENQUIRY && version === 0 && readable(data)) return 0
  const statusForm = Math.min(data.length, version + 1)
  if (completes === STATUS_ENQUIRY || version > 0 || readable(data.subarray(statusForm))) return statusForm
  return 0
}

function abortHead(data: Uint8Array): number {
  if (data.length === 0) return 0
  // With "wrong currency" the terminal's currency follows without a tag (PA00P015 2.2.9).
  const withCurrency = data[0] === WRONG_CURRENCY && data.length >= 3 && !readable(data.subarray(1))
  return withCurrency ? 3 : 1
}

function negativeHead(data: Uint8Array): number {
  return data.length === 0 || readable(data) ? 0 : abortHead(data)
}

function optionalPasswordHead(data: Uint8Array): number {
  if (data.length < PASSWORD_BYTES || readable(data)) return 0
  return readable(data.subarray(PASSWORD_BYTES)) ? PASSWORD_BYTES : 0
}

/** Bytes of an APDU's data that come before its bitmaps. */
export function findHeadLength(control: number, data: Uint8Array, completes: number | undefined): number {
  if (NO_BITMAPS.has(control)) return data.length
  if (PASSWORD_FIRST.has(control)) return Math.min(data.length, PASSWORD_BYTES)
  if (BITMAPS_FIRST.has(control)) return 0
  if (ONE_BYTE_FIRST.has(control)) return Math.min(data.length, 1)
  if (control >>> 8 === 0x84) return negativeHead(data)
  switch (control) {
    case 0x04ff:
      return intermediateStatusHead(data)
    case 0x0501:
      return data.length >= PASSWORD_BYTES && !((data[0] === 0x03 || data[0] === TLV_CONTAINER) && readable(data))
        ? PASSWORD_BYTES
        : 0
    case 0x0600:
      return registrationHead(data)
    case 0x060f:
      return completionHead(data, completes)
    case 0x061e:
      return abortHead(data)
    default:
      return optionalPasswordHead(data)
  }
}
