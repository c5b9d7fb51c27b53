import { paymentIdDate } from '../../ingest/payment-id-time.ts'
import { epochMs } from '../../read-rows.ts'
import { inOrder, type LinkSide, type ReadSides } from './link-side.ts'

/** Payments, by the days their ids tell. */
export const readPaymentSides: ReadSides = async (rows, ids) => {
  const found = await rows<LinkSide>(
    `select f.payment_id as id, abs(f.amount_minor)::float8 as "amountMinor", f.currency::text as currency,
       coalesce(f.sales_day, p.business_date)::text as day, ${epochMs('coalesce(p.answered_at, p.opened_at)')} as "atMs",
       s.code || ' ' || s.name as place, p.tid as terminal, p.last4,
       array_remove(array[p.basket, p.retrieval_reference, p.authorisation_code], null) as references,
       f.acquirer, null as batch, null as file, null as line
     from funds_payment f
     join payment p on p.store_id = f.store_id and p.opened_on = f.opened_on and p.id = f.payment_id
     join store s on s.id = f.store_id
     where f.payment_id = any ($1::uuid[]) and f.opened_on = any ($2::date[])`,
    ids,
    [...new Set(ids.map(paymentIdDate))],
  )
  return inOrder(ids, found)
}

/** Lines of acquirers' files. */
export const readLineSides: ReadSides = async (rows, ids) => {
  const found = await rows<LinkSide>(
    `select u.id, abs(l.gross_minor)::float8 as "amountMinor", coalesce(l.gross_currency, l.currency)::text as currency,
       l.sales_day::text as day, ${epochMs('l.happened_at')} as "atMs", coalesce(l.store_code || ' ' || s.name, l.store_code) as place,
       l.terminal, substring(l.card from '\\d{4}$') as last4,
       array_remove(array[l.merchant_reference, l.acquirer_reference, l.retrieval_reference, l.authorisation_code], null) as references,
       l.acquirer, l.batch, f.name as file, l.line
     from unnest($1::text[]) u(id)
     join settlement_line l on l.file_id = split_part(u.id, ':', 1)::int8 and l.position = split_part(u.id, ':', 2)::int4
     join funds_file f on f.id = l.file_id left join store s on s.code = l.store_code`,
    ids,
  )
  return inOrder(ids, found)
}
