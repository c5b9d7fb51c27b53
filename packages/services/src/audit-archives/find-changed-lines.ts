import { changedColumns, ENTRY_COLUMNS, type EntryColumns } from '../audit/entry-columns.ts'
import type { LogRange } from '../audit/log-range.ts'
import type { Queryable } from '../audit/read-tree.ts'

interface Line extends EntryColumns {
  readonly idx: number
  readonly body: Buffer
}

const PAGE_ENTRIES = 2_000
const MOST_NAMED = 20

/**
 * Entries whose line says something else than their bytes, which alone are hashed: while those lie in the archive, the line is all
 * that people see. At most twenty.
 */
export async function findChangedLines(client: Queryable, { from, to }: LogRange): Promise<number[]> {
  const changed: number[] = []
  for (let first = from; first < to && changed.length < MOST_NAMED; first += PAGE_ENTRIES) {
    const { rows } = await client.query<Line>(
      `select l.idx::float8 as idx, ${ENTRY_COLUMNS}, e.body
       from audit_leaf l join audit_entry e on e.id = l.entry_id
       where l.idx >= $1 and l.idx < $2 and e.body is not null order by l.idx`,
      [first, Math.min(first + PAGE_ENTRIES, to)],
    )
    changed.push(
      ...rows.filter((line) => changedColumns(line, JSON.parse(line.body.toString())).length > 0).map(({ idx }) => idx),
    )
  }
  return changed.slice(0, MOST_NAMED)
}
