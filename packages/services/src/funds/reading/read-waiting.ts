import type pg from 'pg'
import { keyOf, type WaitingPayout } from './carry-over.ts'
import type { PayoutRow } from './file-reading.ts'

/** What other files have left over for the accounts of these payouts. */
export async function readWaiting(
  client: pg.PoolClient,
  fileId: number,
  payouts: readonly PayoutRow[],
): Promise<WaitingPayout[]> {
  const { rows } = await client.query<WaitingPayout>(
    `select p.id, p.acquirer || E'\\n' || p.merchant_account || E'\\n' || p.currency as key, p.amount_minor as "amountMinor",
       case when p.batch ~ '^\\d{4}-\\d\\d-\\d\\d$' then p.batch
         else coalesce((select max(l.sales_day) from settlement_line l where l.payout_id = p.id), p.announced_on)::text end as "salesDay"
     from payout p where p.open and p.carried_over and p.file_id <> $1
       and p.acquirer || E'\\n' || p.merchant_account || E'\\n' || p.currency = any ($2::text[]) order by p.announced_on, p.id`,
    [fileId, [...new Set(payouts.map(keyOf))]],
  )
  return rows
}
