import type { ServiceContext } from '../context.ts'
import { type PresenceNow, type PresenceSeen, recordPresence } from './record-presence.ts'

export interface HubNode {
  /** Made at each start of a hub process. */
  readonly id: string
  readonly host: string
  /** Host and port it listens on, by which one that was started again is known; null where nobody can tell. */
  readonly address?: string | null
}

/** How a hub is heard by the others: `alone` without Redis, `away` while that cannot be reached. */
export type HubLine = 'alone' | 'up' | 'away'

/** A hub that was silent for longer has ended without a word. */
export const SILENT_MS = 15_000
/** Whose own last sign of life is older was away itself (as was the database, perhaps) and judges nobody this time. */
const STEADY_MS = 12_000
/** Rows of ended hubs are looked at no more after this. */
const FORGET_MS = 3_600_000

const ms = (count: number): string => `interval '${count} milliseconds'`

/**
 * Says that this hub is alive, and writes down as away the agents of hubs that no longer are, unless they have connected
 * elsewhere since. Gives what became of those agents. To be called every few seconds.
 */
export async function beatHubNode(
  ctx: Pick<ServiceContext, 'pool'>,
  node: HubNode,
  line: HubLine = 'alone',
): Promise<PresenceNow[]> {
  const { rows: beats } = await ctx.pool.query<{ steady: boolean }>(
    `with before as materialized (select seen_at from hub_node where id = $1), beat as (
       insert into hub_node (id, host, address, line) values ($1, $2, $3, $4)
       on conflict (id) do update set seen_at = now(), line = excluded.line)
     select exists (select from before where seen_at > now() - ${ms(STEADY_MS)}) as steady`,
    [node.id, node.host, node.address ?? null, line],
  )
  if (beats[0]?.steady !== true) return []
  const { rows: lost } = await ctx.pool.query<PresenceSeen>(
    `select p.agent_id as "agentId", a.store_id as "storeId", false as connected, p.waiting::float8 as waiting,
       p.oldest_ms::float8 as "oldestMs", p.greeting::float8 as greeting
     from agent_presence p join agent a on a.id = p.agent_id
     where p.until is null and p.connected
       and not exists (select from hub_node n where n.id = p.node_id and n.seen_at > now() - ${ms(SILENT_MS)})`,
  )
  const away = await recordPresence(ctx, null, lost)
  await ctx.pool.query(`delete from hub_node where seen_at < now() - ${ms(FORGET_MS)}`)
  return away
}

/** The last word of a hub that stops; its agents have been written down as away before. */
export async function endHubNode(ctx: Pick<ServiceContext, 'pool'>, nodeId: string): Promise<void> {
  await ctx.pool.query('delete from hub_node where id = $1', [nodeId])
}
