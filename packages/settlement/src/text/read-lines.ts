import type { Limits } from '../limits.ts'
import type { Position } from '../model.ts'
import { RejectError } from '../warning.ts'
import { createDecoder, type Encoding } from './encoding.ts'

export interface TextLine extends Position {
  /** Without its line end. */
  readonly text: string
}

const CHUNK_BYTES = 256 * 1024

/** The lines of a file, piece by piece, so that memory stays bounded; CRLF and LF end a line, CR where no LF is. */
export function* readLines(bytes: Uint8Array, encoding: Encoding, limits: Limits): Generator<TextLine> {
  const decode = createDecoder(encoding)
  const end = bytes.subarray(0, CHUNK_BYTES).includes(0x0a) || !bytes.includes(0x0d) ? '\n' : '\r'
  let rest = ''
  let line = 1
  let character = 0
  for (let at = 0; at < bytes.length || at === 0; at += CHUNK_BYTES) {
    const last = at + CHUNK_BYTES >= bytes.length
    const text = rest + decode(bytes.subarray(at, at + CHUNK_BYTES), last)
    let from = 0
    for (let to = text.indexOf(end); to !== -1; to = text.indexOf(end, from)) {
      if (to - from > limits.lineCharacters) throw tooLong(line)
      yield { text: withoutReturn(text.slice(from, to)), line, character }
      line += 1
      character += to + 1 - from
      from = to + 1
    }
    rest = text.slice(from)
    if (rest.length > limits.lineCharacters) throw tooLong(line)
  }
  if (rest !== '') yield { text: withoutReturn(rest), line, character }
}

const tooLong = (line: number): RejectError => new RejectError('the line is longer than any line of a report', line)

function withoutReturn(text: string): string {
  return text.charCodeAt(text.length - 1) === 0x0d ? text.replace(/\r+$/, '') : text
}
