import { epochMs, type ReadRows } from '../read-rows.ts'
import type { AgentFacts, HealthFacts, SalesFacts, TerminalFacts } from './health-facts.ts'

/** What may be unwell now, of all terminals and agents in two statements; whoever is plainly well is left out. */
export async function readHealthFacts(rows: ReadRows, sales: ReadonlyMap<number, SalesFacts>): Promise<HealthFacts> {
  const terminals = await readTerminals(rows, [...sales.keys()])
  const newestVersion = await readNewestVersion(rows)
  return {
    terminals: terminals.map((facts) => ({ ...facts, sales: sales.get(facts.terminalId) ?? null })),
    agents: await readAgents(rows, newestVersion),
    newestVersion,
  }
}

const readTerminals = (rows: ReadRows, sold: readonly number[]) =>
  rows<Omit<TerminalFacts, 'sales'>>(
    `with unknown as materialized (
       select terminal_id, count(*)::int4 as payments, min(opened_at) as since, bool_or(stage = 'needs_person') as needs_person
       from payment where stage is not null and outcome = 'unknown' group by 1
     )
     select t.id as "terminalId", t.store_id as "storeId", coalesce(p.connected, false) as "agentConnected",
       c.condition, c.reason, c.code, c.text, ${epochMs('c.since')} as "conditionSinceMs",
       d.serial as "knownSerial", t.serial as "toldSerial", x.differs as "serialDiffers",
       coalesce(u.payments, 0) as "unknownCount", ${epochMs('u.since')} as "unknownSinceMs", coalesce(u.needs_person, false) as "needsPerson"
     from terminal t
     join terminal_assignment a on a.terminal_id = t.id and a.until is null
     left join device d on d.terminal_id = t.id
     left join agent_presence p on p.agent_id = a.agent_id and p.until is null
     left join terminal_condition c on c.terminal_id = t.id and c.until is null
     left join unknown u on u.terminal_id = t.id
     cross join lateral (select (d.registered and upper(btrim(t.serial)) <> upper(d.serial)) is true as differs) x
     where (d.id is null or d.state = 'active')
       and (c.condition in ('unreachable', 'needs_action', 'busy') or x.differs or u.payments is not null or t.id = any($1::int[]))`,
    sold,
  )

async function readNewestVersion(rows: ReadRows): Promise<string | null> {
  const [newest] = await rows<{ version: string }>(
    `select version from agent where state = 'active' and version ~ '^\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}$'
     group by version order by string_to_array(version, '.')::int[] desc limit 1`,
  )
  return newest?.version ?? null
}

const readAgents = (rows: ReadRows, newestVersion: string | null) =>
  rows<AgentFacts>(
    `with store_agents as materialized (
       select a.store_id, count(*) filter (where p.agent_id is not null)::int4 as agents, count(*) filter (where p.connected)::int4 as connected
       from agent a left join agent_presence p on p.agent_id = a.id and p.until is null where a.state <> 'revoked' group by 1
     ), trouble as materialized (
       select agent_id, json_agg(json_build_object('code', code, 'sinceMs', ${epochMs('since')}, 'detail', detail)) as troubles
       from agent_trouble where until is null group by 1
     )
     select a.id as "agentId", a.store_id as "storeId", a.name, a.state, a.version, p.connected, ${epochMs('p.since')} as "presenceSinceMs",
       coalesce(p.waiting, 0)::float8 as waiting, coalesce(p.oldest_ms, 0)::float8 as "oldestMs",
       v.disk_free_bytes::float8 as "diskFreeBytes", v.disk_size_bytes::float8 as "diskSizeBytes", ${epochMs('v.at')} as "vitalsAtMs",
       coalesce(t.troubles, '[]') as troubles, s.agents as "storeAgents", s.connected as "storeConnected",
       case when s.connected = 0 then (select count(*)::int4 from terminal m join terminal_assignment g on g.terminal_id = m.id and g.until is null
         where m.store_id = a.store_id) else 0 end as "storeTerminals"
     from agent a
     join store_agents s on s.store_id = a.store_id
     left join device d on d.agent_id = a.id
     left join agent_presence p on p.agent_id = a.id and p.until is null
     left join trouble t on t.agent_id = a.id
     left join agent_vitals v on v.agent_id = a.id
     where a.state <> 'revoked' and (d.id is null or d.state = 'active')
       and (a.state = 'locked' or p.connected = false or p.oldest_ms >= 60000 or t.agent_id is not null
         or v.disk_free_bytes < v.disk_size_bytes / 5 or a.version is distinct from coalesce($1::text, a.version))`,
    newestVersion,
  )
