import { eventRef } from '../commissioning/event-texts.ts'
import type { EventRef } from '../commissioning/index.ts'
import type { ReadRows } from '../read-rows.ts'
import { eventOf } from './event-of.ts'
import type { NewEvidence } from './keep-evidence.ts'

export type Bridged = Omit<NewEvidence, 'id'>

/** An agent that was away for longer tells of older outages than this; those are left to its next one. */
const LOOKS_BACK_DAYS = 3
const BUSINESS_LOOKS_BACK_DAYS = 1
/** What was shown since then is not looked for again. */
const AGAIN_AFTER_DAYS = 1
const BUSINESS_AGAIN_AFTER_DAYS = 30

const DAY_MS = 86_400_000
const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * DAY_MS)

/** Everything that served in place of something else without anybody asking for it, and is not kept yet. */
export async function findBridged(rows: ReadRows, now: Date): Promise<Bridged[]> {
  return [...(await findAddresses(rows, now)), ...(await findStandIns(rows, now)), ...(await findAcquirers(rows, now))]
}

interface Told {
  readonly storeId: number
  readonly subject: string
  readonly spare: string
}

/** An address did not serve, and the agent told from the next one that it is there. */
async function findAddresses(rows: ReadRows, now: Date): Promise<Bridged[]> {
  const found = await rows<Told & { readonly event: EventRef }>(
    `select m.store_id as "storeId", m.agent_id::text as subject, m.address as spare, ${eventRef('e')} as event
     from agent_hub_path m join ${eventOf('m', 'm.store_id')} e on true
     left join lateral (select n.recorded_at from agent_hub_path n where n.agent_id = m.agent_id and (n.epoch, n.seq) > (m.epoch, m.seq)
       order by n.epoch, n.seq limit 1) n on true
     where m.recorded_at >= $1 and m.place > 0 and m.cause = 'trouble' and (n.recorded_at is null or n.recorded_at > m.recorded_at)
       and not exists (select from redundancy_evidence r where r.store_id = m.store_id and r.axis = 'hub' and r.subject = m.agent_id::text
         and r.agent_id = m.agent_id and r.epoch = m.epoch and r.seq = m.seq)`,
    daysBefore(now, LOOKS_BACK_DAYS),
  )
  return found.map(({ event, ...told }) => ({
    ...told,
    ...{ axis: 'hub', kind: 'outage', drillId: null, shownAtMs: event.recordedAtMs },
    ...{ figures: { address: told.spare }, events: [event] },
  }))
}

interface StandIn extends Told {
  readonly reason: string
  readonly payment: string
  readonly amountMinor: number
  readonly currency: string
  readonly gone: EventRef
  readonly sale: EventRef
}

/** SQL text: approved and final sales `p`, with the end of each as event `e`, of store `store`. */
const saleEnd = (store: string) =>
  `join event e on e.store_id = ${store} and e.recorded_on >= p.opened_on - 1 and e.payment_id = p.id and e.kind = 'payment.finalised'`
const isSale = `p.kind = 'sale' and p.outcome = 'approved' and p.final`

/** A terminal was away, and the lane that was agreed to stand in for it sold meanwhile. */
async function findStandIns(rows: ReadRows, now: Date): Promise<Bridged[]> {
  const found = await rows<StandIn>(
    `with agreed as (
       select distinct on (store_id) store_id, design from commissioning_agreement order by store_id, version desc),
     pairs as (
       select a.store_id, d ->> 'lane' as lane, d ->> 'backupLane' as backup from agreed a, jsonb_array_elements(a.design -> 'lanes') d
       where d ->> 'backupLane' is not null),
     wanted as (
       select w.* from pairs w where not exists (select from redundancy_evidence r where r.store_id = w.store_id and r.axis = 'terminal'
         and r.subject = w.lane and r.spare = w.backup and r.shown_at > $2))
     select distinct on (w.store_id, w.lane) w.store_id as "storeId", w.lane as subject, w.backup as spare, c.reason, p.id::text as payment,
       coalesce(p.authorised_minor, p.requested_minor)::float8 as "amountMinor", p.currency::text as currency,
       ${eventRef('g')} as gone, ${eventRef('e')} as sale
     from wanted w
     join lane l on l.store_id = w.store_id and l.key = w.lane
     join lane b on b.store_id = w.store_id and b.key = w.backup
     join terminal_assignment t on t.lane_id = l.id and t.until is null
     join terminal_condition c on c.terminal_id = t.terminal_id and c.since >= $1 and c.condition = 'unreachable'
       and c.reason in ('port_gone', 'silent')
     join ${eventOf('c', 'w.store_id')} g on true
     join lateral (select p.* from payment p where p.store_id = w.store_id and p.lane_id = b.id and p.opened_at >= c.since
       and p.opened_on >= (c.since at time zone 'UTC')::date - 1 and (c.until is null or p.opened_at < c.until) and ${isSale}
       order by p.opened_at limit 1) p on true
     ${saleEnd('w.store_id')}
     order by w.store_id, w.lane, c.since desc`,
    daysBefore(now, LOOKS_BACK_DAYS),
    daysBefore(now, AGAIN_AFTER_DAYS),
  )
  return found.map(({ storeId, subject, spare, reason, payment, amountMinor, currency, gone, sale }) => ({
    ...{ storeId, subject, spare, axis: 'terminal', kind: 'outage', drillId: null, shownAtMs: sale.recordedAtMs },
    ...{ figures: { lane: spare, payment, amountMinor, currency, reason }, events: [gone, sale] },
  }))
}

/** Of stores with contracts with several: a sale by one of them, now and again. */
async function findAcquirers(rows: ReadRows, now: Date): Promise<Bridged[]> {
  const found = await rows<Omit<StandIn, 'reason' | 'gone'>>(
    `with named as (
       select distinct s.id as store_id, r.acquirer from store s join funds_route r on (r.store_id is null or r.store_id = s.id)
         and (r.country is null or r.country = s.country) and r.currency = s.currency
         and r.valid_from <= $3::date and (r.valid_to is null or r.valid_to >= $3::date)
       where s.closed_on is null or s.closed_on > $3::date),
     wanted as (
       select n.* from named n where exists (select from named o where o.store_id = n.store_id and o.acquirer <> n.acquirer)
         and not exists (select from redundancy_evidence v where v.store_id = n.store_id and v.axis = 'acquirer'
           and v.subject = n.acquirer and v.shown_at > $2))
     select w.store_id as "storeId", w.acquirer as subject, w.acquirer as spare, p.id::text as payment,
       coalesce(p.authorised_minor, p.requested_minor)::float8 as "amountMinor", p.currency::text as currency, ${eventRef('e')} as sale
     from wanted w
     join lateral (select p.* from funds_payment f join payment p on p.store_id = f.store_id and p.opened_on = f.opened_on and p.id = f.payment_id
       where f.store_id = w.store_id and f.opened_on >= ($1::timestamptz at time zone 'UTC')::date and f.acquirer = w.acquirer and ${isSale}
       order by f.opened_on desc, f.payment_id desc limit 1) p on true
     ${saleEnd('w.store_id')}`,
    daysBefore(now, BUSINESS_LOOKS_BACK_DAYS),
    daysBefore(now, BUSINESS_AGAIN_AFTER_DAYS),
    now.toISOString().slice(0, 10),
  )
  return found.map(({ storeId, subject, spare, payment, amountMinor, currency, sale }) => ({
    ...{ storeId, subject, spare, axis: 'acquirer', kind: 'business', drillId: null, shownAtMs: sale.recordedAtMs },
    ...{ figures: { acquirer: spare, payment, amountMinor, currency }, events: [sale] },
  }))
}
