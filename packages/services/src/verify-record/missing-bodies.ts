import type pg from 'pg'
import type { IsAway } from '../audit/bundle-files.ts'
import type { LogRange } from '../audit/log-range.ts'
import type { RecordFindings } from './record-findings.ts'

/** Runs of entries the database has no bytes of, ascending. */
export async function findMissingBodies(client: pg.ClientBase, { from, to }: LogRange): Promise<LogRange[]> {
  const { rows } = await client.query<LogRange>(
    `select min(idx)::float8 as "from", max(idx)::float8 + 1 as "to" from (
       select l.idx, l.idx - row_number() over (order by l.idx) as run
       from audit_entry e join audit_leaf l on l.entry_id = e.id where e.body is null and l.idx >= $1 and l.idx < $2) missing
     group by run order by 1`,
    [from, to],
  )
  return rows
}

/** What is left of ranges without others. */
export function without(ranges: readonly LogRange[], others: readonly LogRange[]): readonly LogRange[] {
  return others.reduce(
    (left, { from, to }) =>
      left.flatMap((range) =>
        [
          { from: range.from, to: Math.min(range.to, from) },
          { from: Math.max(range.from, to), to: range.to },
        ].filter((rest) => rest.from < rest.to),
      ),
    ranges,
  )
}

export const within =
  (ranges: readonly LogRange[]): IsAway =>
  (idx) =>
    ranges.some(({ from, to }) => from <= idx && idx < to)

/** Bytes that are gone and that no archive has. */
export function tellUnexplained(ranges: readonly LogRange[], findings: RecordFindings): void {
  for (const { from, to } of ranges) {
    const what = to === from + 1 ? `What entry ${from} says is` : `What the entries ${from} to ${to - 1} say is`
    findings.add({
      kind: 'missing',
      index: from,
      until: to,
      text: `${what} missing: it is not in the database, and it was never archived.`,
    })
  }
}
