import { paymentIdDate } from '../../ingest/payment-id-time.ts'
import type { ReadRows } from '../../read-rows.ts'
import { CLAIMS, SURE } from './sure-links.ts'

/** A line may name a day as far from the one on which the sale was made. */
const DAYS = 7
export const SHOWN = 20
/** As many are ranked before those are left out that belong to another already. */
const RANKED = 100

const free = (side: 'from_id' | 'to_id', id: string): string =>
  `not exists (select from funds_allocation a where a.${side} = ${id} and a.join_kind = 'payment_line' and ${SURE} and ${CLAIMS})`

/** Payments without a line that may be the sale of this one: the same amount first, then the same store, then the nearest. */
export async function findPayments(rows: ReadRows, line: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    `with asked as materialized (
       select l.acquirer, l.merchant_account, coalesce(l.gross_currency, l.currency) as currency, l.kind, abs(l.gross_minor) as amount,
         l.store_code, coalesce(l.sales_day, (l.happened_at at time zone 'UTC')::date, f.last_day, f.received_at::date) as day
       from settlement_line l join funds_file f on f.id = l.file_id
       where l.file_id = split_part($1, ':', 1)::int8 and l.position = split_part($1, ':', 2)::int4),
     ranked as materialized (
       select f.payment_id::text as id, row_number() over (order by abs(f.amount_minor) = q.amount desc, s.code = q.store_code desc nulls last,
         abs(abs(f.amount_minor) - q.amount), abs(coalesce(f.sales_day, f.opened_on) - q.day), f.payment_id) as place
       from asked q join funds_payment f on f.acquirer = q.acquirer and f.merchant_account = q.merchant_account and f.currency = q.currency
         and f.kind = q.kind and f.open and f.settled_minor is null and f.state = 'expected' and f.position <> 'not_taken'
         and f.opened_on between q.day - ${DAYS} and q.day + ${DAYS}
       join store s on s.id = f.store_id order by place limit ${RANKED})
     select id from ranked where ${free('from_id', 'id')} order by place limit ${SHOWN}`,
    line,
  )
  return found.map(({ id }) => id)
}

/** Open lines of the acquirer's files that may be this payment: the same amount first, then the same store, then the nearest. */
export async function findLines(rows: ReadRows, payment: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    `with asked as materialized (
       select f.acquirer, f.merchant_account, f.currency, f.kind, abs(f.amount_minor) as amount, s.code, coalesce(f.sales_day, f.opened_on) as day
       from funds_payment f join store s on s.id = f.store_id where f.payment_id = $1::uuid and f.opened_on = $2::date),
     ranked as materialized (
       select l.file_id || ':' || l.position as id, row_number() over (order by abs(l.gross_minor) = q.amount desc,
         l.store_code = q.code desc nulls last, abs(abs(l.gross_minor) - q.amount), abs(l.sales_day - q.day) nulls last, l.file_id, l.position) as place
       from asked q join settlement_line l on l.acquirer = q.acquirer and l.merchant_account = q.merchant_account
         and coalesce(l.gross_currency, l.currency) = q.currency and l.kind = q.kind
         and (l.sales_day is null or l.sales_day between q.day - ${DAYS} and q.day + ${DAYS})
       join settlement_line_open o on o.file_id = l.file_id and o.position = l.position
       join funds_file f on f.id = l.file_id and f.state = 'imported' order by place limit ${RANKED})
     select id from ranked where ${free('to_id', 'id')} order by place limit ${SHOWN}`,
    payment,
    paymentIdDate(payment),
  )
  return found.map(({ id }) => id)
}
