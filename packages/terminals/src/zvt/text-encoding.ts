/** Code page 437, bytes 80–FF: what ZVT texts are written in unless a tag 14 was echoed (PA00P015 chapter 11). */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

export type TextEncoding = 'ascii' | 'cp437' | 'latin1' | 'utf8'

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a))
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Terminals write Latin-1 or UTF-8 without saying so: told apart by what would make no sense in the other. */
function detectEncoding(bytes: Uint8Array): TextEncoding {
  if (bytes.every((byte) => byte < 0x80)) return 'ascii'
  if (isUtf8(bytes)) return 'utf8'
  // 80–9F are letters in CP437 and control characters in Latin-1.
  if (bytes.some((byte) => byte >= 0x80 && byte < 0xa0)) return 'cp437'
  // C0–FF are letters in Latin-1 and mostly line drawing in CP437, where E1 is ß.
  const likeLatin1 = bytes.some(
    (byte, at) => byte >= 0xc0 && byte !== 0xe1 && (isLetter(bytes[at - 1]) || isLetter(bytes[at + 1])),
  )
  return likeLatin1 ? 'latin1' : 'cp437'
}

/** Text of raw bytes and how it was read. Trailing NULs are cut; nothing else is changed. */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: TextEncoding } {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end -= 1
  const content = bytes.subarray(0, end)
  const encoding = detectEncoding(content)
  if (encoding === 'utf8') return { text: new TextDecoder().decode(content), encoding }
  let text = ''
  for (const byte of content) {
    text += byte < 0x80 || encoding === 'latin1' ? String.fromCharCode(byte) : (CP437[byte - 0x80] ?? '')
  }
  return { text, encoding }
}

/** Text of raw bytes, see `decodeText`. */
export function readText(bytes: Uint8Array): string {
  return decodeText(bytes).text
}

/** Bytes of a text in code page 437; a character it does not have becomes `?`. */
export function encodeText(text: string): Uint8Array {
  return Uint8Array.from([...text], (character) => {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) return code
    const at = CP437.indexOf(character)
    return at < 0 ? 0x3f : at + 0x80
  })
}
