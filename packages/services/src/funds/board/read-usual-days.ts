import type { ReadRows } from '../../read-rows.ts'
import type { PaymentFunds } from './payment-funds.ts'

/** Fewer than these say nothing about what is usual. */
const ENOUGH = 20

/** How long an acquirer's money took, of what arrived in the last 90 days; of a thousand at most, the newest. */
export async function readUsualDays(rows: ReadRows, acquirer: string, currency: string): Promise<PaymentFunds['usual']> {
  const [found] = await rows<{ medianDays: number; p95Days: number; of: number }>(
    `select percentile_disc(0.5) within group (order by days)::int4 as "medianDays",
            percentile_disc(0.95) within group (order by days)::int4 as "p95Days", count(*)::int4 as of
     from (
       select arrived_on - sales_day as days from funds_payment
       where acquirer = $1 and currency = $2 and arrived_on is not null and sales_day is not null
         and opened_on > (select max(opened_on) from funds_payment) - 90
       order by opened_on desc limit 1000
     ) arrived`,
    acquirer,
    currency,
  )
  return found === undefined || found.of < ENOUGH ? null : found
}
