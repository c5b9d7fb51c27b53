import { COMMAND_ANSWER_CHARS, COMMAND_ANSWER_LINES } from '@counterfoil/protocol'

/** What the lines at the answer's beginning may take. */
const HEAD_LINES = 5
const HEAD_CHARS = 1_600

/** What was seen, as many of the newest as an answer holds. */
export interface NewestLines {
  /** The lines of one message: they fall away together. */
  add(lines: readonly string[]): void
  read(): readonly string[]
  readonly fellAway: number
}

export function keepNewestLines(): NewestLines {
  const kept: (readonly string[])[] = []
  let lines = 0
  let chars = 0
  let fellAway = 0
  const charsOf = (entry: readonly string[]) => entry.reduce((sum, line) => sum + line.length, 0)
  return {
    add(entry) {
      kept.push(entry)
      lines += entry.length
      chars += charsOf(entry)
      while (lines > COMMAND_ANSWER_LINES - HEAD_LINES || chars > COMMAND_ANSWER_CHARS - HEAD_CHARS) {
        const oldest = kept.shift() ?? []
        lines -= oldest.length
        chars -= charsOf(oldest)
        fellAway += 1
      }
    },
    read: () => kept.flat(),
    get fellAway() {
      return fellAway
    },
  }
}
