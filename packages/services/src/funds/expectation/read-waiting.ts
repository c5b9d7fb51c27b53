import type pg from 'pg'

/** A payment that nobody has computed an expectation for, as it stands now. */
export interface WaitingPayment {
  readonly storeId: number
  readonly openedOn: string
  readonly id: string
  readonly kind: 'sale' | 'refund'
  readonly currency: string
  readonly amountMinor: number
  readonly outcome: 'open' | 'approved' | 'declined' | 'cancelled' | 'unknown'
  readonly scheme: string | null
  readonly funding: string | null
  readonly wallet: string | null
  readonly merchantNumber: string | null
  readonly country: string
  readonly day: string
  readonly happenedAtMs: number
  readonly reversed: boolean
  readonly refundedMinor: number
  readonly settled: boolean
  /** Whether it was looked at before and nobody could say. */
  readonly untold: boolean
}

/**
 * When the acquirer heard of it: the terminal's answer, and the beginning where the answer was found out later only.
 * `p` is the payment's row.
 */
export const HAPPENED_AT = `case when p.recovered then p.opened_at else coalesce(p.answered_at, p.finalised_at, p.opened_at) end`

/**
 * Some of those that wait, locked until the transaction ends; another hub takes others. Each is looked up by its key: PostgreSQL would
 * rather go through the month for them, and a month grows.
 */
export async function readWaiting(client: pg.ClientBase, most: number): Promise<WaitingPayment[]> {
  const { rows } = await client.query<WaitingPayment>(
    `with waiting as materialized (
       select store_id, opened_on, payment_id, kind, currency, amount_minor, settled_minor is not null as settled, not_told is not null as untold
       from funds_payment where state = 'new' order by opened_on, payment_id limit $1 for update skip locked)
     select f.store_id as "storeId", f.opened_on::text as "openedOn", f.payment_id as id, f.kind, f.currency,
       f.amount_minor::float8 as "amountMinor", f.settled, f.untold, p.outcome, p.scheme, p.funding, p.wallet,
       p.merchant_number as "merchantNumber", s.country, p.business_date::text as day,
       (extract(epoch from ${HAPPENED_AT}) * 1000)::float8 as "happenedAtMs",
       coalesce(c.reversed, false) as reversed, coalesce(c.refunded_minor, 0)::float8 as "refundedMinor"
     from waiting f
     cross join lateral (
       select * from payment p where p.store_id = f.store_id and p.opened_on = f.opened_on and p.id = f.payment_id offset 0) p
     join store s on s.id = f.store_id
     left join lateral (
       select bool_or(c.kind = 'reversal') as reversed,
         sum(coalesce(c.authorised_minor, c.requested_minor)) filter (where c.kind = 'refund') as refunded_minor
       from payment c where c.parent = f.payment_id and c.store_id = f.store_id and c.outcome = 'approved') c on true`,
    [most],
  )
  return rows
}
