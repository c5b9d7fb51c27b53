import type { MatchLine, MatchPayment } from './line-item.ts'

/**
 * What two rows have to share to say anything about each other on the rungs that go by reference (L1, L2, L7, duplicates).
 * The database keeps these per row and answers "who has one of them".
 */
export function referencesOf(row: MatchPayment | MatchLine): string[] {
  const named = 'ourReference' in row ? row.ourReference : row.merchantReference
  const told = [row.acquirerReference, named, row.retrievalReference, row.originalReference].filter((one) => one !== null)
  const traced = row.terminal !== null && row.traceNumber !== null ? [`${row.terminal} ${row.traceNumber}`] : []
  return [...new Set([...told, ...traced])].map((one) => `${row.acquirer} ${row.merchantAccount} ${one}`)
}

export interface RowsOfRun {
  readonly payments: readonly MatchPayment[]
  readonly lines: readonly MatchLine[]
}

/**
 * Rows a run has to look at so that it says the same as one over everything: what is open or linked by a weaker rung, what is
 * new, and what was closed by reference but shares one with any of these, however many steps away. `weak` are the former.
 */
export function selectForRun(fresh: RowsOfRun, weak: RowsOfRun, closed: RowsOfRun): RowsOfRun {
  const waiting = new Map<string, (MatchPayment | MatchLine)[]>()
  for (const row of [...closed.payments, ...closed.lines]) {
    for (const reference of referencesOf(row)) {
      const rows = waiting.get(reference)
      if (rows) rows.push(row)
      else waiting.set(reference, [row])
    }
  }
  const chosen = new Set<MatchPayment | MatchLine>([...fresh.payments, ...fresh.lines, ...weak.payments, ...weak.lines])
  // A set can be walked while it grows: whoever comes in brings its own references.
  for (const row of chosen) {
    for (const reference of referencesOf(row)) {
      for (const other of waiting.get(reference) ?? []) chosen.add(other)
      waiting.delete(reference)
    }
  }
  const all = [...chosen]
  return {
    payments: all.filter((row): row is MatchPayment => 'outcome' in row),
    lines: all.filter((row): row is MatchLine => 'position' in row),
  }
}
