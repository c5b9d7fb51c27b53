import { COMMAND_ANSWER_CHARS, COMMAND_ANSWER_LINES, COMMAND_LINE_CHARS } from '@counterfoil/protocol'

/** As many of the last lines as an answer holds, each cut to what a line holds. */
export function fitAnswer(lines: readonly string[]): string[] {
  const fitted: string[] = []
  let chars = 0
  for (const line of lines.slice(-COMMAND_ANSWER_LINES).toReversed()) {
    const cut = line.length > COMMAND_LINE_CHARS ? `${line.slice(0, COMMAND_LINE_CHARS - 1)}…` : line
    chars += cut.length
    if (chars > COMMAND_ANSWER_CHARS) break
    fitted.unshift(cut)
  }
  return fitted
}
