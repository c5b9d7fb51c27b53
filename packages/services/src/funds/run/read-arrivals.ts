import type pg from 'pg'
import { SURE } from '../links/sure-links.ts'

/** The day on which the money of payouts came, of those a run before this one has closed. */
export type EarlierArrivals = ReadonlyMap<number, string>

/**
 * When payouts came that lie before what a run looks at, by their own links or those of the payout they came with: what names an old
 * payment anew must not make its money owed again.
 */
export async function readArrivals(client: pg.ClientBase, payouts: readonly number[]): Promise<EarlierArrivals> {
  if (payouts.length === 0) return new Map()
  const { rows } = await client.query<{ id: number; on: string }>(
    `select p.id::float8 as id, max(b.booked_on)::text as on
     from payout p join payout t on t.id = coalesce(p.carried_into, p.id) and not t.open
     cross join lateral (select a.to_id from funds_allocation a where a.from_id = t.id::text and a.join_kind = 'payout_bank' and ${SURE} offset 0) a
     join bank_line b on b.file_id = split_part(a.to_id, ':', 1)::int8 and b.position = split_part(a.to_id, ':', 2)::int4
     where p.id = any ($1::int8[]) group by p.id`,
    [payouts],
  )
  return new Map(rows.map(({ id, on }) => [id, on]))
}
