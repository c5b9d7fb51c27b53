/** What stands beside an entry's bytes to be searched and listed by; the bytes alone are hashed. */
export interface EntryColumns {
  readonly id: string
  readonly actedAtMs: number
  readonly action: string
  readonly outcome: string
  readonly reason: string | null
  readonly request: string | null
  readonly actor: string
  readonly target: string
}

/** Of `audit_entry e`, in the names of EntryColumns. */
export const ENTRY_COLUMNS = `e.id, (extract(epoch from e.acted_at) * 1000)::float8 as "actedAtMs", e.action, e.outcome, e.reason,
  e.request_id as request, e.actor_type || ' ' || e.actor_id as actor, e.target_type || ' ' || e.target_id as target`

/** The columns that say something else than the entry itself. */
export function changedColumns(columns: EntryColumns, entry: Readonly<Record<string, unknown>>): (keyof EntryColumns)[] {
  const told: Record<keyof EntryColumns, unknown> = {
    id: entry.id,
    actedAtMs: entry.ts,
    action: entry.action,
    outcome: entry.outcome,
    reason: entry.reason ?? null,
    request: entry.request ?? null,
    actor: named(entry.actor),
    target: named(entry.target),
  }
  return (Object.keys(told) as (keyof EntryColumns)[]).filter((name) => told[name] !== columns[name])
}

function named(thing: unknown): string {
  const { type, id } = (typeof thing === 'object' && thing !== null ? thing : {}) as { type?: unknown; id?: unknown }
  return `${type} ${id}`
}
