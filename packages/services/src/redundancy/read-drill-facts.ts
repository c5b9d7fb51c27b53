import { eventRef, eventsSince } from '../commissioning/event-texts.ts'
import type { ReadRows } from '../read-rows.ts'
import type { Drill } from './drill.ts'
import { type CableFact, type DrillFacts, type MoveFact, NO_FACTS, type RunFact, type SaleFact } from './drill-facts.ts'
import { eventOf } from './event-of.ts'

/** So many of each kind are looked at. */
const MOST = 200

/** Everything the record says of this drill, of since it was begun. */
export async function readDrillFacts(rows: ReadRows, drill: Drill): Promise<DrillFacts> {
  const { axis, storeId, begunAtMs, subject, spare } = drill
  const begunAt = new Date(begunAtMs)
  switch (axis) {
    case 'hub': {
      const agentId = Number(subject)
      const [command = null] = await rows<NonNullable<DrillFacts['command']>>(
        'select state, outcome, code from agent_command where id = $1::uuid',
        drill.commandId,
      )
      return {
        ...NO_FACTS,
        command,
        moves: await readMoves(rows, { storeId, agentId, begunAt }),
        runs: await readRuns(rows, storeId, begunAt),
      }
    }
    case 'terminal':
      return {
        ...NO_FACTS,
        cables: await readCables(rows, { storeId, lane: subject, begunAt }),
        sales: await readSales(rows, { storeId, begunAt, lane: spare }),
      }
    case 'path':
      return {
        ...NO_FACTS,
        sales: await readSales(rows, { storeId, begunAt }),
        runs: await readRuns(rows, storeId, begunAt),
        awayMs: await readAway(rows, storeId, begunAt),
      }
    case 'acquirer':
      return { ...NO_FACTS, sales: await readSales(rows, { storeId, begunAt, acquirer: spare }) }
  }
}

const readMoves = (rows: ReadRows, { storeId, agentId, begunAt }: { storeId: number; agentId: number; begunAt: Date }) =>
  rows<MoveFact>(
    `select m.cause, m.place, m.address, ${eventRef('e')} as event from agent_hub_path m join ${eventOf('m', 'm.store_id')} e on true
     where m.store_id = $1::int and m.agent_id = $2::int and m.recorded_at >= $3 order by m.recorded_at, m.epoch, m.seq limit ${MOST}`,
    storeId,
    agentId,
    begunAt,
  )

/** The terminal may have been taken away before the drill was begun. */
const readCables = (rows: ReadRows, { storeId, lane, begunAt }: { storeId: number; lane: string; begunAt: Date }) =>
  rows<CableFact>(
    `select c.reason, ${eventRef('g')} as gone, ${eventRef('b')} as back
     from terminal t
     join terminal_assignment a on a.terminal_id = t.id and a.until is null
     join lane l on l.id = a.lane_id and l.key = $2
     join terminal_condition c on c.terminal_id = t.id and c.condition = 'unreachable' and c.reason in ('port_gone', 'silent')
       and (c.until is null or c.until > $3)
     join ${eventOf('c', '$1::int')} g on true
     left join lateral (select r.* from terminal_condition r where r.terminal_id = t.id and r.condition = 'ready' and r.since > c.since
       order by r.since, r.seq limit 1) r on true
     left join ${eventOf('r', '$1::int')} b on true
     where t.store_id = $1::int order by c.since limit ${MOST}`,
    storeId,
    lane,
    begunAt,
  ).then((found) => found.map((one) => ({ ...one, back: one.back?.seq == null ? null : one.back })))

interface SalesOf {
  readonly storeId: number
  readonly begunAt: Date
  readonly lane?: string
  readonly acquirer?: string
}

/** Of the lane or acquirer that stands in alone: all others of a large store would leave no room for it. */
const readSales = (rows: ReadRows, { storeId, begunAt, lane, acquirer }: SalesOf) =>
  rows<SaleFact>(
    `select l.key as lane, f.acquirer, p.id::text as "paymentId", coalesce(p.authorised_minor, p.requested_minor)::float8 as "amountMinor",
       p.currency::text as currency, ${eventRef('e')} as event
     from payment p
     join lane l on l.id = p.lane_id
     join ${eventsSince} e on e.payment_id = p.id and e.kind = 'payment.finalised'
     left join funds_payment f on f.store_id = p.store_id and f.opened_on = p.opened_on and f.payment_id = p.id
     where p.store_id = $1::int and p.opened_on >= ($2::timestamptz at time zone 'UTC')::date and p.opened_at >= $2
       and p.kind = 'sale' and p.outcome = 'approved' and p.final
       and ($3::text is null or l.key = $3) and ($4::text is null or f.acquirer = $4)
     order by p.opened_at, e.seq limit ${MOST}`,
    storeId,
    begunAt,
    lane ?? null,
    acquirer ?? null,
  )

const readRuns = (rows: ReadRows, storeId: number, begunAt: Date) =>
  rows<RunFact>(
    `select e.agent_id as "agentId", e.epoch, min(e.seq)::float8 as "firstSeq", max(e.seq)::float8 as "lastSeq", count(*)::float8 as events
     from ${eventsSince} e group by e.agent_id, e.epoch`,
    storeId,
    begunAt,
  )

async function readAway(rows: ReadRows, storeId: number, begunAt: Date): Promise<number> {
  const [away] = await rows<{ awayMs: number }>(
    `select coalesce(sum(extract(epoch from p.until - greatest(p.since, $2))) * 1000, 0)::float8 as "awayMs" from agent_presence p
     join agent a on a.id = p.agent_id where a.store_id = $1::int and not p.connected and p.until > $2`,
    storeId,
    begunAt,
  )
  return away?.awayMs ?? 0
}
