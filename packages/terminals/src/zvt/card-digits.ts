/** Shortest and longest card number (ISO/IEC 7812-1). */
const MIN_PAN_DIGITS = 13
const MAX_PAN_DIGITS = 19
/** What may stay readable of a card number (PCI DSS 3.4.1). */
const KEPT_FIRST = 6
const KEPT_LAST = 4

/** Whether the digits pass the Luhn check (ISO/IEC 7812-1 annex B). */
export function isLuhnValid(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    sum += index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

/** Whether a card number may stand anywhere in a run of digits. None begins with 0 (ISO/IEC 7812-1, major industry 0). */
export function holdsCardNumber(digits: string): boolean {
  for (let start = 0; start + MIN_PAN_DIGITS <= digits.length; start += 1) {
    if (digits[start] === '0') continue
    for (let length = MIN_PAN_DIGITS; length <= MAX_PAN_DIGITS && start + length <= digits.length; length += 1) {
      const candidate = digits.slice(start, start + length)
      if (isLuhnValid(candidate)) return true
    }
  }
  return false
}

/** Beginnings and lengths the schemes have given out: Visa, Mastercard, Amex, Diners, JCB, Discover, UnionPay, Maestro. */
const ISSUED =
  /^(4(\d{12}|\d{15}|\d{18})|(5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(0[0-5]|[689]\d)\d{11,16}|35\d{14,17}|(60|62|64|65|81)\d{14,17}|(50|5[6-9]|6\d)\d{11,17})$/

/** Whether the digits, all of them, are a card number some scheme could have given out. */
export function isIssuedNumber(digits: string): boolean {
  return ISSUED.test(digits) && isLuhnValid(digits)
}

/** Whether the digit at `index` of a card number with `length` digits must go. */
export function isHiddenDigit(index: number, length: number): boolean {
  if (length < MIN_PAN_DIGITS) return index < length - KEPT_LAST
  return index >= KEPT_FIRST && index < length - KEPT_LAST
}

/** Behind a card number on track 1 the holder's name, on both tracks expiry, service code and what the issuer added (ISO/IEC 7813). */
const TRACKS = [/([0-9]{13,19})([=D][0-9]+)/g, /([0-9]{13,19})(\^[^^]{0,40}\^[0-9]*)/g] as const

/** Places of what stands behind a card number on its track, all of it. */
function findTrackData(text: string): number[] {
  return TRACKS.flatMap((track) =>
    [...text.matchAll(track)].flatMap(({ 1: number = '', 2: data = '', index }) =>
      holdsCardNumber(number) ? Array.from({ length: data.length - 1 }, (_, at) => index + number.length + 1 + at) : [],
    ),
  )
}

/**
 * Places to mask in a sequence of characters: the inner digits of every run that may hold a card number, and what stands behind it on a
 * track. Up to two
 * blanks (`\u00ff`: the byte CP437 writes a fixed one as), dashes, dots, slashes, underscores, line ends or NULs inside
 * a run do not end it.
 */
export function findCardDigits(text: string): number[] {
  const places = findTrackData(text)
  for (const run of text.matchAll(/[0-9](?:[ \-./_\r\n\t\0\u00a0\u00ff]{0,2}[0-9]){12,}/g)) {
    const at = [...run[0]].flatMap((character, index) => (/[0-9]/.test(character) ? [run.index + index] : []))
    if (!holdsCardNumber(run[0].replace(/[^0-9]/g, ''))) continue
    places.push(...at.filter((_, index) => isHiddenDigit(index, at.length)))
  }
  return places
}

/** The text with `*` for the inner digits of anything that may be a card number. */
export function maskText(text: string): string {
  const places = new Set(findCardDigits(text))
  return places.size === 0 ? text : Array.from({ length: text.length }, (_, at) => (places.has(at) ? '*' : text[at])).join('')
}
