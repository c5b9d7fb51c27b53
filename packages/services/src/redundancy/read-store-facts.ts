import type { Design } from '../commissioning/index.ts'
import { epochMs, type ReadRows } from '../read-rows.ts'
import type { AgentFacts, Shown, StoreFacts, TerminalFacts } from './store-facts.ts'

type OfStore<Row> = Row & { readonly storeId: number }

export interface FactsAsked {
  readonly storeIds: readonly number[]
  /** Which day's contracts count. */
  readonly nowMs: number
  /** Without them a list of thousands stays small. */
  readonly withEvents: boolean
}

/** Of these stores everything that bears on what they have twice, by store: five statements, however many stores. */
export async function readStoreFacts(
  rows: ReadRows,
  { storeIds, nowMs, withEvents }: FactsAsked,
): Promise<Map<number, StoreFacts>> {
  const agreed = await rows<OfStore<{ design: Design; atMs: number }>>(
    `select distinct on (store_id) store_id as "storeId", design, ${epochMs('approved_at')} as "atMs" from commissioning_agreement
     where store_id = any($1::int[]) order by store_id, version desc`,
    storeIds,
  )
  const agents = await rows<OfStore<AgentFacts>>(
    `select a.store_id as "storeId", a.id as "agentId", a.name, p.connected, a.hub_addresses as hubs,
       ${epochMs('a.hubs_since')} as "hubsSinceMs", a.hub_in_use as "hubInUse"
     from agent a left join agent_presence p on p.agent_id = a.id and p.until is null
     where a.store_id = any($1::int[]) and a.state = 'active' order by a.id`,
    storeIds,
  )
  const terminals = await rows<OfStore<TerminalFacts>>(
    `select t.store_id as "storeId", t.id as "terminalId", l.key as lane, a.key, t.model, ${epochMs('a.since')} as "sinceMs"
     from terminal t join terminal_assignment a on a.terminal_id = t.id and a.until is null join lane l on l.id = a.lane_id
     join agent g on g.id = a.agent_id and g.state <> 'revoked'
     where t.store_id = any($1::int[]) order by l.key, a.key`,
    storeIds,
  )
  const acquirers = await rows<OfStore<StoreFacts['acquirers'][number]>>(
    `select s.id as "storeId", r.acquirer, ${epochMs('min(r.valid_from)')} as "sinceMs"
     from store s join funds_route r on (r.store_id is null or r.store_id = s.id) and (r.country is null or r.country = s.country)
       and r.currency = s.currency and r.valid_from <= $2::date and (r.valid_to is null or r.valid_to >= $2::date)
     where s.id = any($1::int[]) group by s.id, r.acquirer order by s.id, r.acquirer`,
    storeIds,
    new Date(nowMs).toISOString().slice(0, 10),
  )
  const shown = await rows<OfStore<Shown>>(
    `select distinct on (store_id, axis, subject, spare) store_id as "storeId", axis, subject, spare, kind, drill_id::text as "drillId",
       ${epochMs('shown_at')} as "shownAtMs", ${withEvents ? 'figures' : `'{}'::jsonb as figures`}, ${withEvents ? 'events' : `'[]'::jsonb as events`}
     from redundancy_evidence where store_id = any($1::int[]) order by store_id, axis, subject, spare, shown_at desc, seq desc`,
    storeIds,
  )
  const of = <Row>(found: readonly OfStore<Row>[]) => Map.groupBy(found, ({ storeId }) => storeId)
  const [byAgent, byTerminal, byAcquirer, byShown] = [of(agents), of(terminals), of(acquirers), of(shown)]
  const byAgreement = new Map(agreed.map((one) => [one.storeId, one]))
  return new Map(
    storeIds.map((storeId) => [
      storeId,
      {
        agreed: byAgreement.get(storeId) ?? null,
        agents: byAgent.get(storeId) ?? [],
        terminals: byTerminal.get(storeId) ?? [],
        acquirers: byAcquirer.get(storeId) ?? [],
        shown: byShown.get(storeId) ?? [],
      },
    ]),
  )
}
