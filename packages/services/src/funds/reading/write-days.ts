import type pg from 'pg'
import type { SalesDayOfFile } from './file-reading.ts'

/** How many lines of each sales day a file tells, without those that another file has told already. */
export async function writeDays(
  client: pg.PoolClient,
  fileId: number,
  told: readonly SalesDayOfFile[],
  again: readonly SalesDayOfFile[],
): Promise<void> {
  const keyOf = ({ acquirer, merchantAccount, day }: SalesDayOfFile): string => `${acquirer}\n${merchantAccount}\n${day}`
  const less = new Map(again.map((one) => [keyOf(one), one.lines]))
  const days = told.map((one) => ({ ...one, lines: one.lines - (less.get(keyOf(one)) ?? 0) })).filter(({ lines }) => lines > 0)
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
