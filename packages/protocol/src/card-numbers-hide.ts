const MASK = '*#xX\u2022'
const BETWEEN = `[^\\p{L}\\p{N}${MASK}]{0,3}`
/** Digits that a masked stretch follows: those a truncated number begins with, whoever truncated it. */
const FIRST_DIGITS = new RegExp(`\\p{N}(?:${BETWEEN}\\p{N}){3,}(?=${BETWEEN}[${MASK}](?:${BETWEEN}[${MASK}]){2})`, 'gu')
const ANY_MASK = new RegExp(`[${MASK}]`)
/** The same packed two digits a byte: `E` is what a terminal writes for a masked digit (PA00P015 chapter 9, BMP 22). */
const PACKED = /[0-9]{6}(?=e{3})/gi

/** The text with no more of any truncated card number than its last four digits (PCI DSS 3.4.1). */
export function hideFirstDigits(text: string): string {
  return ANY_MASK.test(text) ? text.replaceAll(FIRST_DIGITS, (digits) => digits.replaceAll(/\p{N}/gu, '*')) : text
}

/** The same of bytes in hexadecimal, whether they hold text or packed digits. */
export function hideFirstDigitsInHex(hex: string): string {
  const packed = hex.replaceAll(PACKED, 'eeeeee')
  if (!/^(?:[0-9a-f]{2})+$/i.test(packed)) return packed
  const text = packed.replaceAll(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)))
  const hidden = hideFirstDigits(text)
  if (hidden === text) return packed
  return [...hidden].map((character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}
