import type { ReadRows } from '../read-rows.ts'
import { type AuditFilter, auditCondition, type SqlCondition } from './audit-filter.ts'
import { type AuditRow, type AuditRowRecord, auditRowColumns, nameRows } from './audit-row.ts'
import { wordsQuery } from './audit-words.ts'

/** Where a page begins: after this row. */
export interface AuditPlace {
  readonly recordedAt: string
  readonly id: string
}

/** Up to so many entries with the words are taken by name; words that more have are looked for along the time. */
const MOST_BY_NAME = 5_000

const personalWords = `audit_words(p.value) @@ $1::tsquery and p.name <> 'origin.userAgent'`
const entryWords = `audit_words(e.target_id || ' ' || coalesce(e.reason, '')) @@ $1::tsquery and e.action <> 'agents.heads'`

/** Newest first, by (recorded at, id). */
export async function readAuditRows(
  rows: ReadRows,
  filter: AuditFilter,
  after: AuditPlace | null,
  limit: number,
): Promise<AuditRow[]> {
  const { text, values } = await searchCondition(rows, filter)
  const parameter = (value: unknown) => `$${values.push(value)}`
  const parts = [text]
  if (after !== null)
    parts.push(`(e.recorded_at, e.id) < (${parameter(after.recordedAt)}::timestamptz, ${parameter(after.id)}::uuid)`)
  const records = await rows<AuditRowRecord>(
    `select ${auditRowColumns}
     from (select e.* from audit_entry e where ${parts.join('\n and ')} order by e.recorded_at desc, e.id desc limit ${limit}) e
     left join audit_leaf l on l.entry_id = e.id
     order by e.recorded_at desc, e.id desc`,
    ...values,
  )
  return nameRows(rows, records)
}

/** A condition over `audit_entry e` that holds for what the search finds, its words too. */
export async function searchCondition(rows: ReadRows, filter: AuditFilter): Promise<SqlCondition> {
  const { text, values } = auditCondition(filter)
  if (filter.text === undefined) return { text, values }
  const words = await wordsCondition(rows, filter.text, (value) => `$${values.push(value)}`)
  return { text: `${text}\n and ${words}`, values }
}

async function wordsCondition(rows: ReadRows, text: string, parameter: (value: unknown) => string): Promise<string> {
  const query = wordsQuery(text)
  if (query === null) return 'false'
  const found = await rows<{ id: string }>(
    `(select p.entry_id as id from audit_personal p where ${personalWords} limit ${MOST_BY_NAME + 1})
     union (select e.id from audit_entry e where ${entryWords} limit ${MOST_BY_NAME + 1})`,
    query,
  )
  if (found.length <= MOST_BY_NAME) return `e.id = any(${parameter(found.map(({ id }) => id))}::uuid[])`
  const p = parameter(query)
  return `(exists (select from audit_personal p where p.entry_id = e.id and ${personalWords.replace('$1', p)}) or ${entryWords.replace('$1', p)})`
}
