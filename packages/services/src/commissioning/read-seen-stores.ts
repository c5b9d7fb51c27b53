import { epochMs, type ReadRows } from '../read-rows.ts'
import type { SeenAgent, SeenStore, SeenTerminal } from './seen-store.ts'

type OfStore<Row> = Row & { readonly storeId: number }

/** What is known of these stores now, by store: three statements, however many stores. */
export async function readSeenStores(rows: ReadRows, storeIds: readonly number[]): Promise<Map<number, SeenStore>> {
  const agents = await rows<OfStore<SeenAgent>>(
    `select a.store_id as "storeId", a.id as "agentId", a.name, a.state, p.connected, a.version, a.hub_addresses as hubs,
       v.disk_free_bytes::float8 as "diskFreeBytes", v.disk_size_bytes::float8 as "diskSizeBytes"
     from agent a
     left join agent_presence p on p.agent_id = a.id and p.until is null
     left join agent_vitals v on v.agent_id = a.id
     where a.store_id = any($1::int[]) and a.state <> 'revoked' order by a.id`,
    storeIds,
  )
  const terminals = await rows<OfStore<SeenTerminal>>(
    `select t.store_id as "storeId", t.id as "terminalId", a.agent_id as "agentId", l.key as lane, a.key, t.protocol, t.link, t.address, t.model,
       c.condition, c.reason, ${epochMs('greatest(p.last_approved_at, h.last_approved_at)')} as "lastApprovedAtMs", ${epochMs('a.since')} as "sinceMs",
       d.approval_number as "approvalNumber", d.approval_expires_on::text as "approvalExpiresOn", d.p2pe
     from terminal t
     join terminal_assignment a on a.terminal_id = t.id and a.until is null
     join lane l on l.id = a.lane_id
     join agent g on g.id = a.agent_id and g.state <> 'revoked'
     left join terminal_condition c on c.terminal_id = t.id and c.until is null
     left join terminal_pace p on p.terminal_id = t.id
     left join lateral (select last_approved_at from terminal_hour h where h.terminal_id = t.id and h.last_approved_at is not null
       order by h.hour desc limit 1) h on true
     left join device d on d.terminal_id = t.id
     where t.store_id = any($1::int[]) order by l.key, a.key`,
    storeIds,
  )
  const methods = await rows<OfStore<{ method: string }>>(
    `select distinct d.store_id as "storeId", coalesce(nullif(d.wallet, ''), d.scheme) as method from sales_day d
     where d.store_id = any($1::int[]) and d.approved > 0 and d.scheme <> 'none'
       and d.business_date >= (select max(m.business_date) - 1 from sales_day m where m.store_id = d.store_id)`,
    storeIds,
  )
  return new Map(
    storeIds.map((storeId) => [
      storeId,
      {
        agents: agents.filter((one) => one.storeId === storeId),
        terminals: terminals.filter((one) => one.storeId === storeId),
        methods: methods.filter((one) => one.storeId === storeId).map(({ method }) => method),
      },
    ]),
  )
}
