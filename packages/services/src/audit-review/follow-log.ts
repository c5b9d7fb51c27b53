import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { type Begun, openIncidents } from '../incidents/open-incidents.ts'
import { type FoundBefore, type FoundInEntry, judgeEntries, remembered } from './judge-entries.ts'
import { readRules } from './read-rules.ts'
import { readFrom, readPast } from './read-seen.ts'
import { dayAfter, dayOf } from './rules/calendar.ts'
import { CalendarParameters } from './rules/index.ts'

export interface Followed {
  readonly looked: number
  readonly found: number
}

/**
 * Looks with the rules at entries that have their place in the log and were not looked at yet, at most so many. Findings and how
 * far it came are one transaction: after a restart nothing is found twice and nothing passed over.
 */
export function followLog(
  ctx: Pick<ServiceContext, 'pool' | 'newId' | 'now'>,
  { most }: { readonly most: number },
): Promise<Followed> {
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ next: number }>(
      'select next_idx::float8 as next from audit_follower where id = 1 for update',
    )
    const next = rows[0]?.next ?? 0
    const entries = await readFrom(client, next, most)
    const [first] = entries
    if (first === undefined) return { looked: 0, found: 0 }
    const inForce = await readRules(client)
    const memory = remembered(inForce)
    const past = await readPast(client, next, first.recordedAtMs - memory.forMs, memory.actions)
    const found = judgeEntries(inForce, past, entries, await readFoundBefore(client))
    const { timeZone } = CalendarParameters.parse(inForce.find(({ rule }) => rule === 'calendar')?.parameters)
    await writeFindings(ctx, client, found, timeZone)
    await openIncidents(ctx, client, found.flatMap(toIncident))
    await client.query('update audit_follower set next_idx = $1 where id = 1', [next + entries.length])
    return { looked: entries.length, found: found.length }
  })
}

async function readFoundBefore(client: pg.PoolClient): Promise<FoundBefore[]> {
  const { rows } = await client.query<FoundBefore>(
    'select rule, key, max(idx)::float8 as index from audit_finding where key is not null group by rule, key',
  )
  return rows
}

async function writeFindings(
  ctx: Pick<ServiceContext, 'newId' | 'now'>,
  client: pg.PoolClient,
  found: readonly FoundInEntry[],
  timeZone: string,
): Promise<void> {
  if (found.length === 0) return
  const { rows } = await client.query<{ day: string | null }>('select max(day)::text as day from audit_day_review')
  const signed = rows[0]?.day ?? null
  for (const { entry, rule, version, key, facts } of found) {
    const own = dayOf(timeZone, entry.recordedAtMs)
    // Who committed after the day was signed is looked at with the next one.
    const day = signed !== null && own <= signed ? dayAfter(signed) : own
    await client.query(
      `insert into audit_finding (id, entry_id, idx, rule, rule_version, key, facts, day, found_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [ctx.newId(), entry.id, entry.index, rule, version, key ?? null, facts, day, ctx.now()],
    )
  }
}

function toIncident({ entry, rule, facts }: FoundInEntry): Begun[] {
  const at = new Date(entry.recordedAtMs)
  const one = { beganAt: at, endedAt: null, entryId: entry.id }
  if (rule === 'log_gap') return [{ ...one, kind: 'log_gap', subject: entry.id, ...gapTimes(entry.before, at) }]
  if (rule === 'agent_gap') return [{ ...one, kind: 'agent_gap', subject: String(facts.agentId) }]
  if (rule === 'fork' && entry.action === 'log.loss_found') return [{ ...one, kind: 'witness', subject: entry.target.id }]
  if (rule === 'fork' && entry.target.type === 'agent') return [{ ...one, kind: 'agent_fork', subject: entry.target.id }]
  if (rule === 'card_number') return [{ ...one, kind: 'card_number', subject: entry.target.id }]
  return []
}

/** Nobody kept the log from the last sign of life until it went on. */
function gapTimes(before: unknown, endedAt: Date) {
  const { lastSeen } = (before ?? {}) as { readonly lastSeen?: unknown }
  return { endedAt, beganAt: typeof lastSeen === 'number' && lastSeen < endedAt.getTime() ? new Date(lastSeen) : endedAt }
}
