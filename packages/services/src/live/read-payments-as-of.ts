import type { LivePayment } from '@counterfoil/protocol'
import { paymentSelectList } from '../ingest/payment-columns.ts'
import { paymentIdDate } from '../ingest/payment-id-time.ts'
import type { PaymentState } from '../ingest/payment-state.ts'
import { type PaymentEvent, projectPayment } from '../ingest/project-payment.ts'
import { readEvent } from '../ingest/read-event.ts'
import { livePaymentOf } from '../payments/live-payment-of.ts'
import type { StoresWithin } from '../permissions/stores-within.ts'
import { epochMs, type ReadRows } from '../read-rows.ts'
import { findStoresInScope } from '../stores/find-stores-in-scope.ts'
import { LATEST_PAYMENTS } from './get-live-snapshot.ts'
import type { OpenUnknown } from './live-snapshot.ts'

/** A payment row as it is now, with what its row on a page needs besides. */
interface HeldPayment extends PaymentState {
  readonly updatedAtMs: number
  readonly lane: string
  readonly terminalKey: string
}

const heldSql = (from: string) => `
  select ${paymentSelectList()}, ${epochMs('p.updated_at')} as "updatedAtMs", l.key as lane, coalesce(a.key, '') as "terminalKey"
  from ${from} join lane l on l.id = p.lane_id
  left join lateral (
    select ta.key from terminal_assignment ta where ta.terminal_id = p.terminal_id and ta.recorded_at < $2::timestamptz
    order by ta.since desc limit 1
  ) a on true`

/**
 * The newest payments begun by then, as they were. Those whose agent's clock told a time more than a day ahead are left out:
 * to look for them would be to read everything that has come since.
 */
export async function readLatestPaymentsAsOf(rows: ReadRows, within: StoresWithin, asOfMs: number): Promise<LivePayment[]> {
  const held = await rows<HeldPayment>(
    `${heldSql(`(
       select * from payment where store_id = any($1::int[]) and recorded_at < $2::timestamptz
         and opened_at < $2::timestamptz + interval '1 day'
       order by opened_at desc, id limit ${LATEST_PAYMENTS}) p`)}
     order by p.opened_at desc, p.id`,
    await findStoresInScope(rows, within),
    new Date(asOfMs),
  )
  return (await goBack(rows, held, asOfMs)).map(({ lane, terminalKey, updatedAtMs, ...state }) =>
    livePaymentOf(state, updatedAtMs, { lane, key: terminalKey }),
  )
}

/** Payments whose outcome was not known then. */
export async function readUnknownsAsOf(
  rows: ReadRows,
  storeIds: readonly number[],
  asOfMs: number,
): Promise<ReadonlyMap<number, readonly OpenUnknown[]>> {
  const asOf = new Date(asOfMs)
  // Whatever was unknown then has an event that says so.
  const told = await rows<{ storeId: number; id: string }>(
    `select distinct store_id as "storeId", payment_id::text as id from event
     where kind = 'payment.unknown' and understood and store_id = any($1::int[])
       and recorded_on <= ($2::timestamptz at time zone 'UTC')::date and recorded_at < $2::timestamptz`,
    storeIds,
    asOf,
  )
  const held = await rows<HeldPayment>(
    `${heldSql(`unnest($1::int[], $3::date[], $4::uuid[]) u(store_id, opened_on, id)
       join payment p on p.store_id = u.store_id and p.opened_on = u.opened_on and p.id = u.id`)}
     where p.updated_at >= $2::timestamptz or (p.outcome = 'unknown' and p.stage is not null)
     order by p.opened_at`,
    told.map(({ storeId }) => storeId),
    asOf,
    told.map(({ id }) => paymentIdDate(id)),
    told.map(({ id }) => id),
  )
  const open = (await goBack(rows, held, asOfMs)).filter(({ outcome, stage }) => outcome === 'unknown' && stage !== null)
  return new Map(
    [...Map.groupBy(open, ({ storeId }) => storeId)].map(([storeId, of]) => [
      storeId,
      of.map(({ id, requestedMinor, currency, openedAtMs, stage }) => ({
        id,
        amountMinor: requestedMinor,
        currency,
        openedAtMs,
        stage,
      })),
    ]),
  )
}

interface ToldEvent {
  readonly storeId: number
  readonly paymentId: string
  readonly agentId: number
  readonly epoch: number
  readonly seq: number
  readonly recordedAtMs: number
  readonly terminalId: number
  readonly body: string
}

/** Rows that nobody has touched since stay as they are; the others are folded again from what was recorded by then. */
async function goBack(rows: ReadRows, held: readonly HeldPayment[], asOfMs: number): Promise<HeldPayment[]> {
  const changed = held.filter(({ updatedAtMs }) => updatedAtMs >= asOfMs)
  if (changed.length === 0) return [...held]
  const told = await rows<ToldEvent>(
    `select store_id as "storeId", payment_id::text as "paymentId", agent_id as "agentId", epoch, seq::float8 as seq,
       ${epochMs('recorded_at')} as "recordedAtMs", terminal_id as "terminalId", convert_from(body, 'UTF8') as body
     from event where payment_id = any($1::uuid[]) and understood and terminal_id is not null and recorded_at < $2::timestamptz
     order by recorded_at, agent_id, epoch, seq`,
    changed.map(({ id }) => id),
    new Date(asOfMs),
  )
  const eventsOf = Map.groupBy(told, ({ storeId, paymentId }) => `${storeId}/${paymentId}`)
  return held.flatMap((payment) => {
    if (payment.updatedAtMs < asOfMs) return payment
    return foldAgain(payment, eventsOf.get(`${payment.storeId}/${payment.id}`) ?? []) ?? []
  })
}

function foldAgain(payment: HeldPayment, told: readonly ToldEvent[]): HeldPayment | null {
  const { lane, terminalKey, laneId, storeId, businessDate, timeZone, currency } = payment
  let state: PaymentState | null = null
  let updatedAtMs = 0
  for (const { body, agentId, epoch, seq, terminalId, recordedAtMs } of told) {
    const { event } = readEvent(body)
    if (event === null || !isPaymentEvent(event)) continue
    const place = { storeId, agentId, terminalId, laneId, epoch, seq, storeCurrency: currency, businessDate, timeZone }
    state = projectPayment(state, event, place)
    updatedAtMs = recordedAtMs
  }
  return state === null ? null : { ...state, updatedAtMs, lane, terminalKey }
}

function isPaymentEvent(event: { readonly kind: string }): event is PaymentEvent {
  return event.kind.startsWith('payment.')
}
