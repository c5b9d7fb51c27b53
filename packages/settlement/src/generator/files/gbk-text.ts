import { encodeGbk } from '../../testing/encode-gbk.ts'

const known = new Map<string, Uint8Array>()

/** Text in GBK, quickly: almost all of it is ASCII, and the same few Chinese letters come again. */
export function gbkText(text: string): Buffer {
  const bytes = Buffer.allocUnsafe(text.length * 2)
  let at = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x80) {
      bytes[at++] = code
      continue
    }
    const letter = text.charAt(index)
    let pair = known.get(letter)
    if (pair === undefined) {
      pair = encodeGbk(letter)
      known.set(letter, pair)
    }
    for (const byte of pair) bytes[at++] = byte
  }
  return bytes.subarray(0, at)
}
