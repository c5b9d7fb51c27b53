import type { ServiceContext } from '../context.ts'
import { type Column, columnValues, unnestSql } from '../ingest/columns.ts'

/** What the hub sees of an agent now. */
export interface PresenceSeen {
  readonly agentId: number
  readonly storeId: number
  readonly connected: boolean
  /** Events on the agent's disk that are not acknowledged, and the age of the oldest. */
  readonly waiting: number
  readonly oldestMs: number
}

/** What became of it: `rev` of the store if anything a person can see has changed. */
export interface PresenceNow extends PresenceSeen {
  readonly sinceMs: number
  readonly recordedAtMs: number
  readonly rev: number | null
}

const SEEN: readonly Column<PresenceSeen>[] = [
  { name: 'agent_id', type: 'int4', read: (seen) => seen.agentId },
  { name: 'store_id', type: 'int4', read: (seen) => seen.storeId },
  { name: 'connected', type: 'bool', read: (seen) => seen.connected },
  { name: 'waiting', type: 'int8', read: (seen) => seen.waiting },
  { name: 'oldest_ms', type: 'int8', read: (seen) => seen.oldestMs },
]

/**
 * Writes what was seen of many agents in one commit. Connected and not connected are intervals; a store's revision goes up
 * only when a figure changed, an idle agent's sign of life moves nothing but `updated_at`. Locks stores in order, as ingest does.
 */
const STATEMENT = `
with seen as materialized (
  select u.*, o.since, o.connected as was_connected, o.waiting as was_waiting
  from ${unnestSql(SEEN, 1, 'u').sql} left join agent_presence o on o.agent_id = u.agent_id and o.until is null
), changed as materialized (
  select * from seen where since is null or was_connected <> connected or was_waiting <> waiting or waiting > 0
), locked as materialized (
  select s.store_id from store_rev s where s.store_id in (select store_id from changed) order by s.store_id for update
), gate as materialized (select count(*) as stores from locked
), rev as (
  update store_rev s set rev = s.rev + 1, updated_at = greatest(s.updated_at, now()) from locked l where s.store_id = l.store_id returning s.store_id, s.rev
), moved as (
  update agent_presence p set
    until = case when p.connected <> c.connected then greatest(p.since, now()) end,
    waiting = case when p.connected = c.connected then c.waiting else p.waiting end,
    oldest_ms = case when p.connected = c.connected then c.oldest_ms else p.oldest_ms end,
    updated_at = now()
  from gate, seen c where p.agent_id = c.agent_id and p.until is null returning 1
), after_moved as materialized (select count(*) as intervals from moved
), opened as (
  insert into agent_presence (agent_id, since, connected, waiting, oldest_ms)
  select c.agent_id, greatest(now(), c.since + interval '1 millisecond'), c.connected, c.waiting, c.oldest_ms
  from after_moved, seen c where c.since is null or c.was_connected <> c.connected
  returning agent_id, since
)
select s.agent_id as "agentId", s.store_id as "storeId", s.connected, s.waiting::float8 as waiting, s.oldest_ms::float8 as "oldestMs",
  (extract(epoch from coalesce(o.since, s.since)) * 1000)::float8 as "sinceMs", (extract(epoch from now()) * 1000)::float8 as "recordedAtMs",
  case when c.agent_id is not null then r.rev::float8 end as rev
from seen s left join opened o on o.agent_id = s.agent_id left join changed c on c.agent_id = s.agent_id left join rev r on r.store_id = s.store_id`

/** At most one entry per agent; the order does not matter. */
export async function recordPresence(ctx: Pick<ServiceContext, 'pool'>, seen: readonly PresenceSeen[]): Promise<PresenceNow[]> {
  if (seen.length === 0) return []
  const { rows } = await ctx.pool.query<PresenceNow>({
    name: 'record-presence',
    text: STATEMENT,
    values: columnValues(SEEN, seen),
  })
  return rows
}

/** A hub that starts has nobody connected, whatever one that was killed has left written. */
export async function clearPresence(ctx: Pick<ServiceContext, 'pool'>): Promise<number> {
  const { rows } = await ctx.pool.query<PresenceSeen>(
    `select p.agent_id as "agentId", a.store_id as "storeId", false as connected, p.waiting::float8 as waiting, p.oldest_ms::float8 as "oldestMs"
     from agent_presence p join agent a on a.id = p.agent_id where p.until is null and p.connected`,
  )
  return (await recordPresence(ctx, rows)).length
}
