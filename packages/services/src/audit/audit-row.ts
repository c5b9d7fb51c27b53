import { epochMs, type ReadRows } from '../read-rows.ts'

/** Somebody or something an entry names, as it is called now; null where it has no name of its own, or none any more. */
export interface NamedThing {
  readonly type: string
  readonly id: string
  readonly name: string | null
}

/** An entry as lists show it. */
export interface AuditRow {
  readonly id: string
  /** Its place in the log; null while it waits for one. */
  readonly index: number | null
  readonly recordedAtMs: number
  readonly actedAtMs: number
  readonly action: string
  readonly outcome: 'done' | 'refused' | 'failed'
  readonly reason: string | null
  readonly actor: NamedThing
  readonly target: NamedThing
  /** The name or address the entry keeps beside its target; null where there is none, or it was erased. */
  readonly told: string | null
}

export interface AuditRowRecord {
  readonly id: string
  readonly index: number | null
  readonly recordedAtMs: number
  readonly actedAtMs: number
  readonly action: string
  readonly outcome: AuditRow['outcome']
  readonly reason: string | null
  readonly actor_type: string
  readonly actor_id: string
  readonly target_type: string
  readonly target_id: string
  readonly told: string | null
}

/** Over `audit_entry e`, with `audit_leaf l` beside it. */
export const auditRowColumns = `e.id, l.idx::float8 as index, ${epochMs('e.recorded_at')} as "recordedAtMs",
  ${epochMs('e.acted_at')} as "actedAtMs", e.action, e.outcome, e.reason, e.actor_type, e.actor_id, e.target_type, e.target_id,
  (select p.value from audit_personal p where p.entry_id = e.id and p.name in ('email', 'name') order by p.name limit 1) as told`

/** Names are asked for once, for all rows. */
export async function nameRows(rows: ReadRows, records: readonly AuditRowRecord[]): Promise<AuditRow[]> {
  const names = await readNames(
    rows,
    records.flatMap((row) => [
      { type: row.actor_type, id: row.actor_id },
      { type: row.target_type, id: row.target_id },
    ]),
  )
  const named = (type: string, id: string): NamedThing => ({ type, id, name: names.get(keyOf(type, id)) ?? null })
  return records.map(({ actor_type, actor_id, target_type, target_id, ...row }) => ({
    ...row,
    actor: named(actor_type, actor_id),
    target: named(target_type, target_id),
  }))
}

const keyOf = (type: string, id: string) => `${type === 'user' ? 'person' : type}/${id}`

async function readNames(
  rows: ReadRows,
  things: readonly { readonly type: string; readonly id: string }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = (...types: readonly string[]) => [...new Set(things.filter(({ type }) => types.includes(type)).map(({ id }) => id))]
  const numbers = (type: string) => ids(type).filter((id) => /^\d{1,9}$/.test(id))
  const found = await rows<{ type: string; id: string; name: string }>(
    `select 'person' as type, id, name from "user" where id = any($1::text[])
     union all select 'token', id::text, name from api_token where id::text = any($2::text[])
     union all select 'screen', id::text, name from wall_screen where id::text = any($3::text[])
     union all select 'agent', a.id::text, s.code || ' ' || s.name from agent a join store s on s.id = a.store_id
       where a.id = any($4::int[])
     union all select 'store', id::text, code || ' ' || name from store where id = any($5::int[])
     union all select 'terminal', t.id::text, s.code || ' ' || s.name from terminal t join store s on s.id = t.store_id
       where t.id = any($6::int[])`,
    ids('user', 'person'),
    ids('token'),
    ids('screen'),
    numbers('agent'),
    numbers('store'),
    numbers('terminal'),
  )
  return new Map(found.map(({ type, id, name }) => [keyOf(type, id), name]))
}
