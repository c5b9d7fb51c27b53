import type { StoresWithin } from '../permissions/stores-within.ts'
import type { ReadRows } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'

export interface TerminalToSet {
  readonly key: string
  readonly protocol: string
  readonly link: 'serial' | 'tcp'
  readonly laneId: number
  readonly deviceId: number | null
}

/** One agent with all that bears on what it is to be set by. */
export interface AgentToSet {
  readonly agentId: number
  readonly name: string
  readonly state: 'active' | 'revoked' | 'locked'
  readonly epoch: number
  readonly connected: boolean
  readonly storeId: number
  readonly storeCode: string
  readonly storeName: string
  readonly storeNameLang: string
  readonly country: string
  readonly region: string
  /** The PC it runs on, in the inventory. */
  readonly deviceId: number | null
  readonly terminals: readonly TerminalToSet[]
  /** Which lies over its own file, as it told; null: none, or it has told nothing. */
  readonly inForce: number | null
  /** Its text; null where it is none that was sent from here. */
  readonly document: string | null
  /** The highest number so far. */
  readonly last: number
  /** One is under way. */
  readonly underWay: boolean
  readonly openCommands: number
}

/** Which of the stores' agents are asked for. */
export interface AgentsOf {
  readonly within: StoresWithin
  readonly laneId?: number | null
  readonly deviceId?: number | null
  readonly agentId?: number | null
}

/** The agents of stores, of one lane or behind one device; those shut out for good are left out. */
export function readAgentsToSet(rows: ReadRows, { within, laneId = null, deviceId = null, agentId = null }: AgentsOf) {
  return rows<AgentToSet>(
    `select a.id as "agentId", a.name, a.state, a.epoch, s.id as "storeId", s.code as "storeCode", s.name as "storeName",
       s.name_lang as "storeNameLang", s.country::text as country, s.region,
       coalesce((select p.connected from agent_presence p where p.agent_id = a.id and p.until is null), false) as connected,
       (select d.id from device d where d.agent_id = a.id and d.kind = 'agent_pc' limit 1) as "deviceId",
       coalesce((select jsonb_agg(jsonb_build_object('key', t.key, 'protocol', x.protocol, 'link', x.link, 'laneId', t.lane_id,
           'deviceId', (select d.id from device d where d.terminal_id = x.id limit 1)) order by t.key)
         from terminal_assignment t join terminal x on x.id = t.terminal_id where t.agent_id = a.id and t.until is null), '[]') as terminals,
       a.configuration_number as "inForce", c.document,
       coalesce((select max(v.number) from agent_configuration v where v.agent_id = a.id), 0) as last,
       exists (select from agent_command o where o.agent_id = a.id and o.kind = 'agent.configure' and o.state <> 'ended') as "underWay",
       (select count(*)::int from agent_command o where o.agent_id = a.id and o.state <> 'ended') as "openCommands"
     from agent a join store s on s.id = a.store_id
       left join agent_configuration c on c.agent_id = a.id and c.number = a.configuration_number and c.hash = a.configuration_hash
     where a.state <> 'revoked' and ${scopeConditionAt(1)} and ($4::int4 is null or a.id = $4)
       and ($5::int4 is null or exists (select from terminal_assignment t where t.agent_id = a.id and t.until is null and t.lane_id = $5))
       and ($6::int4 is null or exists (select from device d where d.id = $6 and (d.agent_id = a.id
         or exists (select from terminal_assignment t where t.agent_id = a.id and t.until is null and t.terminal_id = d.terminal_id))))
     order by s.code, a.id`,
    ...scopeValues(within),
    ...[agentId, laneId, deviceId],
  )
}
