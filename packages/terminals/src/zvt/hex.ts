/** Upper-case hex without blanks. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text.toUpperCase()
}

/** Bytes of a hex string; blanks, colons and dashes are ignored. Throws a `RangeError` on anything else. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/[\s:-]/g, '')
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits))
    throw new RangeError('Not hex: write two digits 0-9, A-F for each byte.')
  const bytes = new Uint8Array(digits.length / 2)
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16)
  return bytes
}
