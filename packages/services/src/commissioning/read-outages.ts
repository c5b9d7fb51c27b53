import { epochMs, type ReadRows } from '../read-rows.ts'
import { eventRef, eventsSince } from './event-texts.ts'
import type { EventRef, OutageFact } from './test-facts.ts'

interface Row {
  readonly agentId: number
  readonly fromMs: number
  readonly untilMs: number
  readonly events: number
  readonly payments: number
  readonly first: EventRef | null
  readonly last: EventRef | null
}

const MOST = 50

/** Stretches in which an agent of the store was away since then and came back, with what it recorded meanwhile. */
export function readOutages(rows: ReadRows, storeId: number, begunAt: Date): Promise<OutageFact[]> {
  return rows<Row>(
    `select p.agent_id as "agentId", ${epochMs('p.since')} as "fromMs", ${epochMs('p.until')} as "untilMs",
       coalesce(m.events, 0)::float8 as events, coalesce(m.payments, 0)::float8 as payments,
       (select ${eventRef('f')} from ${eventsSince} f where f.agent_id = p.agent_id and f.epoch = m.epoch and f.seq = m.first_seq) as first,
       (select ${eventRef('u')} from ${eventsSince} u where u.agent_id = p.agent_id and u.epoch = m.epoch and u.seq = m.last_seq) as last
     from agent_presence p
     join agent a on a.id = p.agent_id
     left join lateral (
       select e.epoch, count(*) as events, count(distinct e.payment_id) as payments, min(e.seq) as first_seq, max(e.seq) as last_seq
       from ${eventsSince} e where e.agent_id = p.agent_id and e.at >= p.since and e.at < p.until and e.recorded_at >= p.since
       group by e.epoch order by e.epoch desc limit 1
     ) m on true
     where a.store_id = $1::int and not p.connected and p.since >= $2 and p.until is not null order by p.since desc limit ${MOST}`,
    storeId,
    begunAt,
  )
}
