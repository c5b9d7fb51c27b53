import type pg from 'pg'
import type { SalesDayOfFile } from './file-reading.ts'

/** How many lines of each sales day a file tells. Those of batches that count in another file are left out where it is read. */
export async function writeDays(client: pg.PoolClient, fileId: number, days: readonly SalesDayOfFile[]): Promise<void> {
  if (days.length === 0) return
  await client.query(
    `insert into funds_file_day (file_id, acquirer, merchant_account, sales_day, line_count)
     select $1, * from unnest($2::text[], $3::text[], $4::date[], $5::int4[])`,
    [
      fileId,
      days.map(({ acquirer }) => acquirer),
      days.map(({ merchantAccount }) => merchantAccount),
      days.map(({ day }) => day),
      days.map(({ lines }) => lines),
    ],
  )
}
