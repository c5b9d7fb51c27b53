import type pg from 'pg'

/** The revision of every store now. */
export async function readRevs(pool: pg.Pool): Promise<ReadonlyMap<number, number>> {
  const { rows } = await pool.query<{ storeId: number; rev: number }>(
    'select store_id as "storeId", rev::float8 as rev from store_rev',
  )
  return new Map(rows.map(({ storeId, rev }) => [storeId, rev]))
}
