import { isUtf8 } from 'node:buffer'
import { decodeCp852 } from './cp852.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1250' | 'windows-1252' | 'cp852' | (string & {})

const HEAD_BYTES = 64 * 1024

/**
 * What a text that declares nothing is written in: UTF-8 where it can be, else what the kind of file usually is. Of one byte
 * a letter: the bytes of letters tell DOS pages (0x80 to 0x9f) from Windows ones (0xc0 and above).
 */
export function detectEncoding(bytes: Uint8Array, usual: 'gb18030' | 'one-byte'): Encoding {
  const marked = markedEncoding(bytes)
  if (marked !== undefined) return marked
  if (isUtf8(bytes)) return 'utf-8'
  if (holdsUtf8Letters(bytes)) return 'utf-8'
  return usual === 'gb18030' ? usual : oneByteEncoding(bytes)
}

/** By byte order mark, or by the zero bytes of Latin letters in UTF-16. */
export function markedEncoding(bytes: Uint8Array): Encoding | undefined {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first !== 0 && second === 0 && bytes[3] === 0) return 'utf-16le'
  if (first === 0 && second !== 0 && bytes[2] === 0) return 'utf-16be'
  return undefined
}

export function isKnownEncoding(label: string): boolean {
  if (label === 'cp852') return true
  try {
    new TextDecoder(label)
    return true
  } catch {
    return false
  }
}

/** A decoder that is fed piece by piece; what it cannot read becomes U+FFFD. */
export function createDecoder(encoding: Encoding): (bytes: Uint8Array, last: boolean) => string {
  if (encoding === 'cp852') return decodeCp852
  const decoder = new TextDecoder(encoding)
  return (bytes, last) => decoder.decode(bytes, { stream: !last })
}

/** The first characters, to look at: of a file in Chinese or Latin letters, whatever it is written in. */
export function decodeHead(bytes: Uint8Array): string {
  const head = bytes.subarray(0, HEAD_BYTES)
  const marked = markedEncoding(head)
  if (marked !== undefined) return new TextDecoder(marked).decode(head, { stream: true })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
  } catch {
    return new TextDecoder('gb18030').decode(head, { stream: true })
  }
}

/** Bytes beyond ASCII at the beginning that all are right UTF-8: a broken byte further on changes nothing about it. */
function holdsUtf8Letters(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, HEAD_BYTES)
  if (head.every((byte) => byte < 0x80)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}

function oneByteEncoding(bytes: Uint8Array): Encoding {
  let dos = 0
  let windows = 0
  for (const byte of bytes) {
    if (byte >= 0x80 && byte < 0xa0) dos += 1
    else if (byte >= 0xc0) windows += 1
  }
  return dos > windows ? 'cp852' : 'windows-1252'
}
