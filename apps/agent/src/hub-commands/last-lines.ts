import { COMMAND_LOG_LINES } from '@counterfoil/protocol'

export interface LastLines {
  write(line: string): void
  read(): readonly string[]
}

/** Keeps the last lines of a log in memory, for whoever asks for them by command. */
export function keepLastLines(): LastLines {
  const lines: string[] = []
  return {
    write(text) {
      lines.push(...text.split('\n').filter((line) => line !== ''))
      if (lines.length > COMMAND_LOG_LINES) lines.splice(0, lines.length - COMMAND_LOG_LINES)
    },
    read: () => lines,
  }
}
