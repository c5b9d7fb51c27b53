import { epochMs, type ReadRows } from '../read-rows.ts'
import type { LiveTerminal } from './live-snapshot.ts'
import type { AgentThen } from './live-snapshot-as-of.ts'
import { groupByStore } from './read-devices.ts'

/** Terminals at work in each store then, each with the condition last recorded by then. */
export async function readTerminalsAsOf(
  rows: ReadRows,
  storeIds: readonly number[],
  asOfMs: number,
): Promise<ReadonlyMap<number, readonly LiveTerminal[]>> {
  const found = await rows<LiveTerminal & { storeId: number }>(
    `select t.store_id as "storeId", t.id as "terminalId", a.key, l.key as lane, t.protocol, t.label, t.note,
       coalesce(c.condition, 'unseen') as condition, c.reason, c.code, c.text, ${epochMs('coalesce(c.since, a.since)')} as "sinceMs"
     from terminal t
     join lateral (
       select a.* from terminal_assignment a where a.terminal_id = t.id
         and a.recorded_at < $2::timestamptz and (a.until_recorded_at is null or a.until_recorded_at >= $2::timestamptz)
       order by a.since desc limit 1
     ) a on true
     join lane l on l.id = a.lane_id
     left join lateral (
       select c.* from terminal_condition c where c.terminal_id = t.id and c.recorded_at < $2::timestamptz
       order by c.since desc, c.recorded_at desc, c.agent_id desc, c.epoch desc, c.seq desc limit 1
     ) c on true
     where t.store_id = any($1::int[])
     order by t.store_id, l.key, a.key`,
    storeIds,
    new Date(asOfMs),
  )
  return groupByStore(found)
}

/** Agents enrolled and not revoked by then: connected or not, and since when. */
export async function readAgentsAsOf(
  rows: ReadRows,
  storeIds: readonly number[],
  asOfMs: number,
): Promise<ReadonlyMap<number, readonly AgentThen[]>> {
  const found = await rows<AgentThen & { storeId: number }>(
    `select a.store_id as "storeId", a.id as "agentId", coalesce(p.connected, false) as connected,
       ${epochMs('coalesce(p.since, a.enrolled_at)')} as "sinceMs"
     from agent a
     left join lateral (
       select p.connected, p.since from agent_presence p where p.agent_id = a.id
         and p.since < $2::timestamptz and (p.until is null or p.until >= $2::timestamptz)
       order by p.since desc limit 1
     ) p on true
     where a.store_id = any($1::int[]) and a.enrolled_at < $2::timestamptz
       and (a.state = 'active' or a.revoked_at >= $2::timestamptz)
     order by a.store_id, a.id`,
    storeIds,
    new Date(asOfMs),
  )
  return groupByStore(found)
}
