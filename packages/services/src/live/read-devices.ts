import type { AgentNow } from '@counterfoil/protocol'
import { epochMs, type ReadRows } from '../read-rows.ts'
import type { LiveTerminal } from './live-snapshot.ts'

/** Terminals at work in each store with their present condition; `unseen` while none was told. */
export async function readTerminals(
  rows: ReadRows,
  storeIds: readonly number[],
): Promise<ReadonlyMap<number, readonly LiveTerminal[]>> {
  const found = await rows<LiveTerminal & { storeId: number }>(
    `select t.store_id as "storeId", t.id as "terminalId", a.key, l.key as lane, t.protocol, t.label, t.note,
       coalesce(c.condition, 'unseen') as condition, c.reason, c.code, c.text, ${epochMs('coalesce(c.since, a.since)')} as "sinceMs"
     from terminal t
     join terminal_assignment a on a.terminal_id = t.id and a.until is null
     join lane l on l.id = a.lane_id
     left join terminal_condition c on c.terminal_id = t.id and c.until is null
     where t.store_id = any($1::int[])
     order by t.store_id, l.key, a.key`,
    storeIds,
  )
  return groupByStore(found)
}

/** Active agents of each store: connected or not, since when, and what waits on their disks. */
export async function readAgents(rows: ReadRows, storeIds: readonly number[]): Promise<ReadonlyMap<number, readonly AgentNow[]>> {
  const found = await rows<AgentNow & { storeId: number }>(
    `select a.store_id as "storeId", a.id as "agentId", coalesce(p.connected, false) as connected,
       ${epochMs('coalesce(p.since, a.enrolled_at)')} as "sinceMs",
       coalesce(p.waiting, 0)::float8 as waiting, coalesce(p.oldest_ms, 0)::float8 as "oldestMs"
     from agent a
     left join agent_presence p on p.agent_id = a.id and p.until is null
     where a.store_id = any($1::int[]) and a.state <> 'revoked'
     order by a.store_id, a.id`,
    storeIds,
  )
  return groupByStore(found)
}

export function groupByStore<Row extends { storeId: number }>(
  found: readonly Row[],
): ReadonlyMap<number, readonly Omit<Row, 'storeId'>[]> {
  const byStore = new Map<number, Omit<Row, 'storeId'>[]>()
  for (const { storeId, ...row } of found) {
    const list = byStore.get(storeId)
    if (list === undefined) byStore.set(storeId, [row])
    else list.push(row)
  }
  return byStore
}
