import type { FileFormat } from './formats/format.ts'
import type { Entry, ParseSink, SettlementLine, StatementHead, StatementTail } from './model.ts'
import { type ParsedFile, parseFile } from './parse-file.ts'
import type { ParseTools } from './parse-tools.ts'
import type { Warning } from './warning.ts'

export interface CollectedStatement extends StatementHead, StatementTail {
  readonly entries: readonly Entry[]
}

export interface CollectedFile extends ParsedFile {
  readonly statements: readonly CollectedStatement[]
  readonly lines: readonly SettlementLine[]
  readonly warnings: readonly Warning[]
}

/** The whole file in memory, for whoever needs all of it at once: previews, tests. An import hands its own sink to parseFile. */
export function collectFile(name: string, bytes: Uint8Array, tools: ParseTools, chosen?: FileFormat): CollectedFile {
  const statements: CollectedStatement[] = []
  const lines: SettlementLine[] = []
  const warnings: Warning[] = []
  let head: StatementHead | undefined
  let entries: Entry[] = []
  const sink: ParseSink = {
    beginStatement(next) {
      head = next
      entries = []
    },
    entry: (entry) => entries.push(entry),
    endStatement(tail) {
      if (head !== undefined) statements.push({ ...head, ...tail, entries })
    },
    line: (line) => lines.push(line),
    warn: (warning) => warnings.push(warning),
  }
  const parsed = parseFile(name, bytes, sink, tools, chosen)
  return { ...parsed, statements, lines, warnings }
}
