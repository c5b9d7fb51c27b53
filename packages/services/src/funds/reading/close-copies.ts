import type pg from 'pg'
import type { SalesDayOfFile } from './file-reading.ts'

/** Lines of payouts that say again what an earlier file has said are not matched. Gives how many of each sales day they are. */
export async function closeCopies(
  client: Pick<pg.PoolClient, 'query'>,
  payouts: readonly number[],
): Promise<readonly SalesDayOfFile[]> {
  if (payouts.length === 0) return []
  const { rows } = await client.query<SalesDayOfFile>(
    `with closed as (
       delete from settlement_line_open o using settlement_line l
       where l.payout_id = any ($1::int8[]) and o.file_id = l.file_id and o.position = l.position
       returning l.acquirer, l.merchant_account, l.sales_day)
     select acquirer, merchant_account as "merchantAccount", sales_day::text as day, count(*)::int4 as lines
     from closed where sales_day is not null group by 1, 2, 3`,
    [payouts],
  )
  return rows
}
