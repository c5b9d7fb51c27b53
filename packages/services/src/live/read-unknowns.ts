import { epochMs, type ReadRows } from '../read-rows.ts'
import type { OpenUnknown } from './live-snapshot.ts'

/** Payments whose outcome is not known yet, of whatever day: an old one is the more urgent. */
export async function readUnknowns(
  rows: ReadRows,
  storeIds: readonly number[],
): Promise<ReadonlyMap<number, readonly OpenUnknown[]>> {
  const found = await rows<OpenUnknown & { storeId: number }>(
    `select p.store_id as "storeId", p.id::text as id, p.requested_minor::float8 as "amountMinor", p.currency::text as currency,
       ${epochMs('p.opened_at')} as "openedAtMs", p.stage
     from payment p where p.stage is not null and p.outcome = 'unknown' and p.store_id = any($1::int[])
     order by p.opened_at`,
    storeIds,
  )
  return new Map([...Map.groupBy(found, (row) => row.storeId)].map(([id, of]) => [id, of.map(({ storeId: _, ...row }) => row)]))
}
