import { dayNumber, type MatchPayment } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { openRouteFinder, type PaymentToRoute, type Route } from '../expectation/find-route.ts'
import { HAPPENED_AT } from '../expectation/read-waiting.ts'

type Row = PaymentToRoute &
  Pick<MatchPayment, 'id' | 'kind' | 'amountMinor' | 'happenedAtMs' | 'store'> & {
    outcome: 'declined' | 'cancelled'
    tid: string | null
    basket: string | null
    reference: string | null
    last4: string | null
  }

/** Payments that were never taken and that an open line names: an acquirer that settles one is wrong. */
export async function readUntaken(client: pg.ClientBase, routes: readonly Route[]): Promise<MatchPayment[]> {
  const { rows } = await client.query<Row>(
    `with days as (select min(sales_day) - 3 as first, max(sales_day) + 3 as last from settlement_line_open join settlement_line using (file_id, position)),
     named as materialized (select merchant_reference, acquirer_reference from settlement_line_open join settlement_line using (file_id, position))
     select p.id, p.store_id as "storeId", s.country, p.currency, p.scheme, p.wallet, p.merchant_number as "merchantNumber",
       p.business_date::text as day, p.kind, p.requested_minor::float8 as "amountMinor", s.code as store, p.outcome, p.tid, p.basket,
       p.retrieval_reference as reference, p.last4, (extract(epoch from ${HAPPENED_AT}) * 1000)::float8 as "happenedAtMs"
     from days, payment p join store s on s.id = p.store_id
     where p.outcome in ('declined', 'cancelled') and p.kind <> 'reversal' and p.opened_on between days.first and days.last
       and (p.basket in (select merchant_reference from named where merchant_reference is not null)
         or p.retrieval_reference in (select acquirer_reference from named where acquirer_reference is not null))`,
  )
  const findRoute = openRouteFinder(routes)
  return rows.flatMap((row) => {
    const route = findRoute(row)
    if (route === null) return []
    const own = row.reference !== null && row.reference.length > 12
    const { id, kind, amountMinor, happenedAtMs, store, currency, outcome } = row
    return [
      {
        ...{ id, kind, amountMinor, happenedAtMs, store, currency, outcome },
        acquirer: route.acquirer,
        merchantAccount: route.merchantAccount,
        terminal: row.tid,
        method: row.wallet ?? row.scheme,
        salesDay: dayNumber(row.day),
        acquirerReference: own ? row.reference : null,
        retrievalReference: own ? null : row.reference,
        ourReference: row.basket,
        authorisationCode: null,
        traceNumber: null,
        receiptNumber: null,
        terminalBatch: null,
        last4: row.last4,
        originalReference: null,
      },
    ]
  })
}
