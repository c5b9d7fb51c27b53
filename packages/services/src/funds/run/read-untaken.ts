import { civilDay, dayNumber, type MatchPayment } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { openRouteFinder, type PaymentToRoute, type Route } from '../expectation/find-route.ts'
import { HAPPENED_AT } from '../expectation/read-waiting.ts'
import type { RunLine } from './read-lines.ts'

type Row = PaymentToRoute &
  Pick<MatchPayment, 'id' | 'kind' | 'amountMinor' | 'happenedAtMs' | 'store'> & {
    outcome: 'declined' | 'cancelled'
    tid: string | null
    basket: string | null
    reference: string | null
    last4: string | null
  }

/** A line may count a payment to a day as far from the one it was opened on. */
const AROUND = 3

const [EARLIEST, LATEST] = [dayNumber('0001-01-01'), dayNumber('9999-12-31')]
const dayText = (day: number): string => civilDay(Math.min(Math.max(day, EARLIEST), LATEST))

/** Payments that were never taken and that an open line names: an acquirer that settles one is wrong. There are few of them. */
export async function readUntaken(
  client: pg.ClientBase,
  routes: readonly Route[],
  lines: readonly RunLine[],
): Promise<MatchPayment[]> {
  const open = lines.filter((line) => line.open)
  const days = open.flatMap(({ salesDay }) => (salesDay === null ? [] : [salesDay]))
  if (days.length === 0) return []
  const first = days.reduce((a, b) => Math.min(a, b))
  const last = days.reduce((a, b) => Math.max(a, b))
  const { rows } = await client.query<Row>(
    `select p.id, p.store_id as "storeId", s.country, p.currency, p.scheme, p.wallet, p.merchant_number as "merchantNumber",
       p.business_date::text as day, p.kind, p.requested_minor::float8 as "amountMinor", s.code as store, p.outcome, p.tid, p.basket,
       p.retrieval_reference as reference, p.last4, round(date_part('epoch', ${HAPPENED_AT}) * 1000) as "happenedAtMs"
     from payment p join store s on s.id = p.store_id
     where p.outcome in ('declined', 'cancelled') and p.kind <> 'reversal' and p.opened_on between $1 and $2
       and (p.basket is not null or p.retrieval_reference is not null)`,
    [dayText(first - AROUND), dayText(last + AROUND)],
  )
  const ours = new Set(open.map(({ merchantReference }) => merchantReference))
  const theirs = new Set(open.map(({ acquirerReference }) => acquirerReference))
  const isNamed = ({ basket, reference }: Row): boolean =>
    (basket !== null && ours.has(basket)) || (reference !== null && theirs.has(reference))
  const findRoute = openRouteFinder(routes)
  return rows.filter(isNamed).flatMap((row) => {
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
