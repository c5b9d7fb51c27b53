import type { Limits } from '../limits.ts'
import { RejectError } from '../warning.ts'

export interface ByteLine {
  readonly bytes: Uint8Array
  readonly line: number
  /** Bytes before it. */
  readonly character: number
}

/** The lines of a file of fixed width, before anything is decoded: a Chinese letter is two bytes of its width. */
export function* readByteLines(bytes: Uint8Array, limits: Limits): Generator<ByteLine> {
  let line = 1
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, from)
    const to = end === -1 ? bytes.length : end
    if (to - from > limits.lineCharacters) throw new RejectError('the line is longer than any line of a report', line)
    const content = bytes.subarray(from, to)
    yield { bytes: content.at(-1) === 0x0d ? content.subarray(0, -1) : content, line, character: from }
    from = to + 1
  }
}
