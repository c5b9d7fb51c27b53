import type pg from 'pg'
import { epochMs } from '../read-rows.ts'
import { field, type MissingNumbers, type SeenEntry } from './rules/rule.ts'

interface Row extends Omit<SeenEntry, 'actor' | 'target' | 'before' | 'after' | 'gaps'> {
  readonly actorType: string
  readonly actorId: string
  readonly targetType: string
  readonly targetId: string
  readonly body: Buffer
}

/** Without what lies in archives: rules have looked at it before, and look back upon what is at hand. */
const SEEN = `select e.id, l.idx::float8 as index, e.action, e.outcome, e.reason, e.actor_type as "actorType", e.actor_id as "actorId",
  e.target_type as "targetType", e.target_id as "targetId", ${epochMs('e.acted_at')} as "actedAtMs", ${epochMs('e.recorded_at')} as "recordedAtMs",
  (select p.value from audit_personal p where p.entry_id = e.id and p.name = 'origin.ip') as address, e.body
  from audit_leaf l join audit_entry e on e.id = l.entry_id and e.body is not null`

/** What a rule may look back upon; of a flood the newest. */
const MOST_REMEMBERED = 5_000

export async function readFrom(client: pg.PoolClient, index: number, most: number): Promise<SeenEntry[]> {
  const { rows } = await client.query<Row>(`${SEEN} where l.idx >= $1 order by l.idx limit $2`, [index, most])
  const gaps = await readGaps(
    client,
    rows.filter(({ action }) => action === 'agents.heads'),
  )
  return rows.map((row) => toSeen(row, gaps.get(row.id) ?? []))
}

export async function readPast(
  client: pg.PoolClient,
  index: number,
  sinceMs: number,
  actions: readonly string[],
): Promise<SeenEntry[]> {
  if (actions.length === 0) return []
  const { rows } = await client.query<Row>(
    `${SEEN} where l.idx < $1 and e.action = any($2) and e.recorded_at > $3 order by l.idx desc limit ${MOST_REMEMBERED}`,
    [index, actions, new Date(sinceMs)],
  )
  return rows.reverse().map((row) => toSeen(row, []))
}

function toSeen({ body, actorType, actorId, targetType, targetId, ...row }: Row, gaps: readonly MissingNumbers[]): SeenEntry {
  const read: unknown = JSON.parse(body.toString())
  return {
    ...row,
    actor: { type: actorType, id: actorId },
    target: { type: targetType, id: targetId },
    before: field(read, 'before'),
    after: field(read, 'after'),
    gaps,
  }
}

/**
 * An agent's batches follow each other without a missing number, and none holds another's: the one that begins last before this one
 * ends last too. One step in the index, however many an agent has sent in its years.
 */
async function readGaps(client: pg.PoolClient, rows: readonly Row[]): Promise<Map<string, MissingNumbers[]>> {
  const batches = rows.flatMap(({ id, body }) => {
    const listed = field(field(JSON.parse(body.toString()), 'after'), 'batches')
    return (Array.isArray(listed) ? listed : []).flatMap((one: unknown) => {
      const [agentId, epoch, first] = Array.isArray(one) ? (one as unknown[]) : []
      return typeof agentId === 'string' && typeof epoch === 'number' && typeof first === 'number' && first > 1
        ? [{ id, agentId: Number(agentId), epoch, first }]
        : []
    })
  })
  const { rows: found } = await client.query<MissingNumbers & { id: string }>(
    `select u.id, u.agent as "agentId", u.epoch, (p.last_seq + 1)::float8 as first, (u.first - 1)::float8 as last
     from unnest($1::uuid[], $2::int4[], $3::int4[], $4::int8[]) as u (id, agent, epoch, first)
     cross join lateral (select b.last_seq from agent_batch b
       where b.agent_id = u.agent and b.epoch = u.epoch and b.first_seq < u.first order by b.first_seq desc limit 1) p
     where p.last_seq <> u.first - 1`,
    [
      batches.map(({ id }) => id),
      batches.map(({ agentId }) => agentId),
      batches.map(({ epoch }) => epoch),
      batches.map(({ first }) => first),
    ],
  )
  const gaps = new Map<string, MissingNumbers[]>()
  for (const { id, ...gap } of found) gaps.set(id, [...(gaps.get(id) ?? []), gap])
  return gaps
}
