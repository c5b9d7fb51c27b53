import { epochMs, type ReadRows } from '../read-rows.ts'
import { eventRef, eventsSince } from './event-texts.ts'
import { readOutages } from './read-outages.ts'
import { readSeenStores } from './read-seen-stores.ts'
import type { AgentFact, CableFact, EventRef, SaleFact, TestFacts, TotalsFact } from './test-facts.ts'

/** So many of each kind are looked at, the newest first. */
const MOST = 200

/** Everything of one store that bears on its tests, of after they were begun. */
export async function readTestFacts(rows: ReadRows, storeId: number, begunAt: Date): Promise<TestFacts> {
  const seen = (await readSeenStores(rows, [storeId])).get(storeId)
  return {
    seen: seen ?? { agents: [], terminals: [], methods: [] },
    sales: await readSales(rows, storeId, begunAt),
    cables: await readCables(rows, storeId, begunAt),
    totals: await readTotals(rows, storeId, begunAt),
    outages: await readOutages(rows, storeId, begunAt),
    agents: await readAgents(rows, storeId, begunAt),
  }
}

const readSales = (rows: ReadRows, storeId: number, begunAt: Date) =>
  rows<SaleFact>(
    `select l.key as lane, p.id::text as "paymentId", coalesce(p.wallet, p.scheme) as method,
       coalesce(p.authorised_minor, p.requested_minor)::float8 as "amountMinor", p.currency::text as currency,
       p.basket is not null as basket, p.cashier is not null as cashier, ${eventRef('e')} as event
     from payment p
     join lane l on l.id = p.lane_id
     join ${eventsSince} e on e.payment_id = p.id and e.kind = 'payment.finalised'
     where p.store_id = $1::int and p.opened_on >= ($2::timestamptz at time zone 'UTC')::date and p.opened_at >= $2
       and p.kind = 'sale' and p.outcome = 'approved' and p.final
     order by p.opened_at desc, e.seq limit ${MOST}`,
    storeId,
    begunAt,
  )

/** The port was gone (or, over a network, nobody answered), and after that the terminal was ready. */
const readCables = (rows: ReadRows, storeId: number, begunAt: Date) =>
  rows<CableFact>(
    `select l.key as lane, c.reason, ${eventRef('g')} as gone, ${eventRef('b')} as back
     from terminal t
     join terminal_condition c on c.terminal_id = t.id and c.condition = 'unreachable' and c.reason in ('port_gone', 'silent') and c.since >= $2
     join terminal_assignment a on a.terminal_id = t.id and a.until is null
     join lane l on l.id = a.lane_id
     join lateral (select r.agent_id, r.epoch, r.seq from terminal_condition r where r.terminal_id = t.id and r.condition = 'ready' and r.since > c.since
       order by r.since, r.seq limit 1) r on true
     join ${eventsSince} g on g.agent_id = c.agent_id and g.epoch = c.epoch and g.seq = c.seq
     join ${eventsSince} b on b.agent_id = r.agent_id and b.epoch = r.epoch and b.seq = r.seq
     where t.store_id = $1::int order by c.since desc limit ${MOST}`,
    storeId,
    begunAt,
  )

const readTotals = (rows: ReadRows, storeId: number, begunAt: Date) =>
  rows<TotalsFact>(
    `select l.key as lane, m.amount_minor::float8 as "amountMinor", m.currency::text as currency, ${eventRef('e')} as event
     from terminal_totals m
     join terminal_assignment a on a.terminal_id = m.terminal_id and a.until is null
     join lane l on l.id = a.lane_id
     join ${eventsSince} e on e.agent_id = m.agent_id and e.epoch = m.epoch and e.seq = m.seq
     where m.store_id = $1::int and m.at >= $2 order by m.at desc limit ${MOST}`,
    storeId,
    begunAt,
  )

async function readAgents(rows: ReadRows, storeId: number, begunAt: Date): Promise<AgentFact[]> {
  const agents = await rows<Omit<AgentFact, 'clock' | 'started'>>(
    `select a.id as "agentId", nullif(j.confirmed, 0) as "joinNumber", ${epochMs('a.key_since')} as "keySinceMs",
       encode(sha256(a.public_key), 'hex') as "keyHash",
       exists (select from agent_trouble t where t.agent_id = a.id and t.code = 'clock_offset' and t.until is null) as "clockTrouble",
       (select count(*)::float8 from ${eventsSince} e where e.agent_id = a.id) as events,
       ((select count(*) from ${eventsSince} e where e.agent_id = a.id and e.cut)
         + (select count(*) from card_alarm c where c.agent_id = a.id and c.last_found_at >= $2))::float8 as "cardNumbers"
     from agent a left join agent_join j on j.agent_id = a.id where a.store_id = $1::int and a.state <> 'revoked' order by a.id`,
    storeId,
    begunAt,
  )
  const clocks = await rows<{ agentId: number; event: EventRef }>(
    `select distinct on (e.agent_id) e.agent_id as "agentId", ${eventRef('e')} as event from ${eventsSince} e
     where e.at >= $2 order by e.agent_id, abs(extract(epoch from e.recorded_at - e.at))`,
    storeId,
    begunAt,
  )
  const starts = await rows<{ agentId: number; event: EventRef }>(
    `select distinct on (e.agent_id) e.agent_id as "agentId", ${eventRef('e')} as event from event e
     where e.store_id = $1::int and e.kind = 'agent.started' order by e.agent_id, e.recorded_at desc, e.seq desc`,
    storeId,
  )
  const of = (found: typeof clocks, agentId: number) => found.find((one) => one.agentId === agentId)?.event ?? null
  return agents.map((agent) => ({ ...agent, clock: of(clocks, agent.agentId), started: of(starts, agent.agentId) }))
}
