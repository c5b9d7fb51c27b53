import type { Reach } from './reach.ts'
import { reachColumns } from './reach-columns.ts'

/** A reach as it stands in four columns. */
export interface ReachRow {
  readonly reach: Reach['kind']
  readonly reachCountry: string | null
  readonly reachRegion: string | null
  readonly reachStoreIds: readonly number[]
}

/** SQL text: what `readReach` needs, of the table called `table` in the query. */
export const reachColumnsOf = (table: string): string =>
  `${table}.reach, ${table}.reach_country::text as "reachCountry", ${table}.reach_region as "reachRegion",
  ${table}.reach_store_ids as "reachStoreIds"`

/** The row's reach. A row that tells too little reaches nothing; the database refuses such rows as well. */
export function readReach({ reach, reachCountry, reachRegion, reachStoreIds }: ReachRow): Reach {
  switch (reach) {
    case 'chain':
      return { kind: 'chain' }
    case 'country':
      return reachCountry === null ? nowhere : { kind: 'country', country: reachCountry }
    case 'region':
      return reachCountry === null || reachRegion === null
        ? nowhere
        : { kind: 'region', country: reachCountry, region: reachRegion }
    case 'stores':
      return { kind: 'stores', storeIds: reachStoreIds }
  }
}

/** The four columns' values, in their order. */
export function reachValues(reach: Reach): [Reach['kind'], string | null, string | null, readonly number[]] {
  const { kind, country, region, storeIds } = reachColumns(reach)
  return [kind, country, region, storeIds]
}

const nowhere: Reach = { kind: 'stores', storeIds: [] }
