import type { MatchLine } from './line-item.ts'

export interface DuplicateLine {
  readonly line: MatchLine
  /** The line that was there first and stands. */
  readonly first: MatchLine
}

/** What names the transaction best; a line that names nothing is never called a duplicate. */
export function namedBy(line: MatchLine): string | null {
  const named = line.acquirerReference ?? line.merchantReference ?? line.retrievalReference
  if (named !== null) return named
  if (line.terminal === null || line.traceNumber === null || line.happenedAtMs === null) return null
  return `${line.terminal} ${line.traceNumber}`
}

const COMPARED = [
  'kind',
  'grossMinor',
  'currency',
  'happenedAtMs',
  'acquirerReference',
  'merchantReference',
  'retrievalReference',
  'originalReference',
  'terminal',
  'authorisationCode',
  'traceNumber',
] as const
const isSame = (one: MatchLine, other: MatchLine): boolean => COMPARED.every((field) => one[field] === other[field])

/** Marks in `taken` every line that says again what an earlier one said, whatever its batch, file or place. */
export function findDuplicateLines(lines: readonly MatchLine[], taken: Uint8Array): DuplicateLine[] {
  const first = new Map<string, number>()
  const more = new Map<string, number[]>()
  const duplicates: DuplicateLine[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    const key = line ? namedBy(line) : null
    if (!line || key === null) continue
    const known = first.get(key)
    if (known === undefined) {
      first.set(key, at)
      continue
    }
    const others = more.get(key) ?? [known]
    const same = others.map((index) => lines[index]).find((other) => other !== undefined && isSame(other, line))
    if (same) {
      taken[at] = 1
      duplicates.push({ line, first: same })
    } else more.set(key, [...others, at])
  }
  return duplicates
}
