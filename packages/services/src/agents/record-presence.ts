import type { ServiceContext } from '../context.ts'
import { type Column, columnValues, unnestSql } from '../ingest/columns.ts'

/** What a hub sees of an agent now. */
export interface PresenceSeen {
  readonly agentId: number
  readonly storeId: number
  readonly connected: boolean
  /** Events on the agent's disk that are not acknowledged, and the age of the oldest. */
  readonly waiting: number
  readonly oldestMs: number
  /** Number of the greeting that began the connection; a higher one is newer, whichever hub it was at. */
  readonly greeting: number
}

/** What became of it: `rev` of the store if anything a person can see has changed. */
export interface PresenceNow extends PresenceSeen {
  readonly sinceMs: number
  readonly recordedAtMs: number
  readonly rev: number | null
  /** The agent has greeted anew since, here or at another hub: nothing was written. */
  readonly superseded: boolean
}

const SEEN: readonly Column<PresenceSeen>[] = [
  { name: 'agent_id', type: 'int4', read: (seen) => seen.agentId },
  { name: 'store_id', type: 'int4', read: (seen) => seen.storeId },
  { name: 'connected', type: 'bool', read: (seen) => seen.connected },
  { name: 'waiting', type: 'int8', read: (seen) => seen.waiting },
  { name: 'oldest_ms', type: 'int8', read: (seen) => seen.oldestMs },
  { name: 'greeting', type: 'int8', read: (seen) => seen.greeting },
]
const { sql: GIVEN, count: GIVEN_COUNT } = unnestSql(SEEN, 1, 'u')

/**
 * Writes what was seen of many agents in one commit. Connected and not connected are intervals; a store's revision goes up
 * only when a figure changed, an idle agent's sign of life moves nothing but `updated_at`. Locks stores in order, as ingest
 * does, then intervals in order. The fence at the end takes everything back when another hub moved one of them meanwhile.
 */
const STATEMENT = `
with given as materialized (
  select u.*, o.since, o.connected as was_connected, o.waiting as was_waiting, coalesce(o.greeting > u.greeting, false) as superseded
  from ${GIVEN} left join agent_presence o on o.agent_id = u.agent_id and o.until is null
), seen as materialized (
  select * from given where not superseded
), changed as materialized (
  select * from seen where since is null or was_connected <> connected or was_waiting <> waiting or waiting > 0
), locked as materialized (
  select s.store_id from store_rev s where s.store_id in (select store_id from changed) order by s.store_id for update
), gate as materialized (select count(*) as stores from locked
), rev as (
  update store_rev s set rev = s.rev + 1, updated_at = greatest(s.updated_at, now()) from locked l where s.store_id = l.store_id returning s.store_id, s.rev
), held as materialized (
  select p.agent_id from gate, agent_presence p where p.until is null and p.agent_id in (select agent_id from seen)
  order by p.agent_id for update of p
), held_all as materialized (select count(*) as intervals from held
), moved as (
  update agent_presence p set
    until = case when p.connected <> c.connected then greatest(p.since, now()) end,
    waiting = case when p.connected = c.connected then c.waiting else p.waiting end,
    oldest_ms = case when p.connected = c.connected then c.oldest_ms else p.oldest_ms end,
    node_id = case when p.connected <> c.connected then p.node_id when c.connected then $${GIVEN_COUNT + 1}::uuid end,
    greeting = case when p.connected = c.connected then c.greeting else p.greeting end,
    updated_at = now()
  from held_all, seen c where p.agent_id = c.agent_id and p.until is null and p.since = c.since and p.greeting <= c.greeting returning 1
), after_moved as materialized (select count(*) as intervals from moved
), opened as (
  insert into agent_presence (agent_id, since, connected, waiting, oldest_ms, node_id, greeting)
  select c.agent_id, greatest(now(), c.since + interval '1 millisecond'), c.connected, c.waiting, c.oldest_ms,
    case when c.connected then $${GIVEN_COUNT + 1}::uuid end, c.greeting
  from after_moved, seen c where c.since is null or c.was_connected <> c.connected
  returning agent_id, since
)
select s.agent_id as "agentId", s.store_id as "storeId", s.connected, s.waiting::float8 as waiting, s.oldest_ms::float8 as "oldestMs",
  s.greeting::float8 as greeting, s.superseded,
  (extract(epoch from coalesce(o.since, s.since)) * 1000)::float8 as "sinceMs", (extract(epoch from now()) * 1000)::float8 as "recordedAtMs",
  case when c.agent_id is not null then r.rev::float8 end as rev,
  1 / (case when (select intervals from after_moved) = (select count(*) from seen where since is not null) then 1 else 0 end) as fence
from given s left join opened o on o.agent_id = s.agent_id left join changed c on c.agent_id = s.agent_id left join rev r on r.store_id = s.store_id`

/** division_by_zero is the fence, unique_violation a second open interval, deadlock_detected needs no words. */
const ANOTHER_HUB = ['22012', '23505', '40P01']
const MOST_TRIES = 5

/** What the hub `nodeId` has seen; at most one entry per agent, the order does not matter. */
export async function recordPresence(
  ctx: Pick<ServiceContext, 'pool'>,
  nodeId: string | null,
  seen: readonly PresenceSeen[],
): Promise<PresenceNow[]> {
  if (seen.length === 0) return []
  for (let tries = 1; ; tries += 1) {
    try {
      const { rows } = await ctx.pool.query<PresenceNow & { fence: number }>({
        name: 'record-presence',
        text: STATEMENT,
        values: [...columnValues(SEEN, seen), nodeId],
      })
      return rows.map(({ fence: _, ...now }) => now)
    } catch (error) {
      // Another hub wrote of the same agent at the same moment: what it wrote is seen now.
      if (tries === MOST_TRIES || !ANOTHER_HUB.includes((error as { code?: string }).code ?? '')) throw error
    }
  }
}
