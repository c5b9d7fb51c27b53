import { changedColumns, ENTRY_COLUMNS, type EntryColumns } from '../audit/entry-columns.ts'
import type { Queryable } from '../audit/read-tree.ts'
import type { RecordFindings } from './record-findings.ts'

interface ReadLine {
  readonly index: number
  /** Absent when its bytes are away, or are no entry. */
  readonly entry?: object | undefined
}

/** Holds what stands beside the bytes of a block of entries, by which people search and read, against those bytes. */
export async function checkColumns(client: Queryable, lines: readonly ReadLine[], findings: RecordFindings): Promise<void> {
  const [first, last] = [lines[0], lines.at(-1)]
  if (first === undefined || last === undefined) return
  const { rows } = await client.query<EntryColumns & { readonly idx: number }>(
    `select l.idx::float8 as idx, ${ENTRY_COLUMNS} from audit_leaf l join audit_entry e on e.id = l.entry_id
     where l.idx between $1 and $2 order by l.idx`,
    [first.index, last.index],
  )
  for (const columns of rows) {
    const entry = lines[columns.idx - first.index]?.entry
    const changed = entry === undefined ? [] : changedColumns(columns, entry as Readonly<Record<string, unknown>>)
    if (changed.length > 0)
      findings.add({
        kind: 'changed',
        index: columns.idx,
        table: 'audit_entry',
        key: { id: columns.id },
        text: `Entry ${columns.idx} is shown as something else than its bytes say: ${changed.join(', ')}.`,
      })
  }
}

/** Entries that will never come into the log: they stand neither in it nor in the queue for it. */
export async function checkStrays(client: Queryable, findings: RecordFindings): Promise<void> {
  const { rows } = await client.query<{ id: string; action: string }>(
    `select e.id, e.action from audit_entry e
     where not exists (select from audit_leaf l where l.entry_id = e.id) and not exists (select from audit_queue q where q.entry_id = e.id)
     order by e.id limit 1001`,
  )
  for (const { id, action } of rows)
    findings.add({
      kind: 'missing',
      table: 'audit_entry',
      key: { id },
      text: `The entry ${id} (${action}) was recorded and stands neither in the log nor in the queue for it.`,
    })
}
