import type { ServiceContext } from '../context.ts'
import { sealedFor, sealedPlaces } from './sealed-places.ts'

/** How many things are sealed for each key of the vault, by its id; a key that is not named has none. */
export async function countSealed({ pool }: Pick<ServiceContext, 'pool'>): Promise<ReadonlyMap<string, number>> {
  const counted = sealedPlaces
    .map(({ table }) => `select ${sealedFor('sealed')} as key from ${table} where sealed is not null`)
    .join(' union all ')
  const { rows } = await pool.query<{ id: string; sealed: number }>(
    `select encode(key, 'hex') as id, count(*)::int4 as sealed from (${counted}) as every group by key`,
  )
  return new Map(rows.map(({ id, sealed }) => [id, sealed]))
}
