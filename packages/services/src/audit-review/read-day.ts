import { createHash } from 'node:crypto'
import { canonicalJson } from '@counterfoil/audit'
import type { Queryable } from '../audit/read-tree.ts'
import type { ReviewDay } from './day-bounds.ts'

/** What a rule found, with enough of its entry to judge it. */
export interface Finding {
  readonly id: string
  readonly entryId: string
  readonly index: number
  readonly rule: string
  readonly ruleVersion: number
  readonly key: string | null
  readonly facts: Readonly<Record<string, string | number>>
  readonly action: string
  readonly outcome: string
  readonly recordedAt: Date
  readonly actorType: string
  readonly actorId: string
  readonly actorName: string | null
  readonly targetType: string
  readonly targetId: string
}

export interface DayRead {
  readonly entries: number
  readonly findings: readonly Finding[]
  /** Canonical JSON of what there was to look at. */
  readonly statement: { readonly text: string; readonly hash: string }
}

/** Everything found on one day, and the statement that whoever signs puts their name under. */
export async function readDay(client: Queryable, { day, beginsAt, endsAt }: ReviewDay): Promise<DayRead> {
  const counted = await client.query<{ entries: number }>(
    'select count(*)::int4 as entries from audit_entry where recorded_at >= $1 and recorded_at < $2',
    [beginsAt, endsAt],
  )
  const { rows: findings } = await client.query<Finding>(
    `select f.id, f.entry_id as "entryId", f.idx::float8 as index, f.rule, f.rule_version as "ruleVersion", f.key, f.facts,
       e.action, e.outcome, e.recorded_at as "recordedAt", e.actor_type as "actorType", e.actor_id as "actorId", u.name as "actorName",
       e.target_type as "targetType", e.target_id as "targetId"
     from audit_finding f join audit_entry e on e.id = f.entry_id left join "user" u on e.actor_type = 'user' and u.id = e.actor_id
     where f.day = $1::date order by f.idx, f.rule`,
    [day],
  )
  const entries = counted.rows[0]?.entries ?? 0
  const text = canonicalJson({
    day,
    from: beginsAt.toISOString(),
    to: endsAt.toISOString(),
    entries,
    findings: findings.map(({ entryId, index, rule, ruleVersion }) => ({ entry: entryId, index, rule, version: ruleVersion })),
  })
  return { entries, findings, statement: { text, hash: createHash('sha256').update(text).digest('hex') } }
}

/** Whether every entry of the time before has its place and was looked at. */
export async function isLookedAt(client: Queryable, endsAt: Date): Promise<boolean> {
  const { rows } = await client.query<{ left: boolean }>(
    `select exists (select from audit_queue q join audit_entry e on e.id = q.entry_id where e.recorded_at < $1)
       or exists (select from audit_leaf l join audit_entry e on e.id = l.entry_id, audit_follower f
         where l.idx >= f.next_idx and e.recorded_at < $1) as left`,
    [endsAt],
  )
  return rows[0]?.left === false
}
