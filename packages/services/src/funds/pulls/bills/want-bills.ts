import type { ServiceContext } from '../../../context.ts'
import type { Bill } from './bill.ts'

export type WantedBill = Pick<Bill, 'name' | 'what' | 'day' | 'asked'>

/** Puts down what is to be fetched now; what is known stays as it is, however often it is told. Returns how many are new. */
export async function wantBills(
  { pool, now }: { readonly pool: Pick<ServiceContext['pool'], 'query'>; readonly now: () => Date },
  pullId: string,
  bills: readonly WantedBill[],
): Promise<number> {
  if (bills.length === 0) return 0
  const { rowCount } = await pool.query(
    `insert into funds_pull_bill (pull_id, name, what, day, asked, next_try_at)
     select $1, n.name, n.what, n.day, n.asked, $6 from unnest($2::text[], $3::text[], $4::date[], $5::jsonb[]) as n (name, what, day, asked)
     on conflict (pull_id, name) do nothing`,
    [
      pullId,
      bills.map(({ name }) => name),
      bills.map(({ what }) => what),
      bills.map(({ day }) => day),
      bills.map(({ asked }) => (asked === null ? null : JSON.stringify(asked))),
      now(),
    ],
  )
  return rowCount ?? 0
}
