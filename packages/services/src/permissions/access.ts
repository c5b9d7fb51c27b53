import type { PersonRole, Role } from './permission-table.ts'
import type { Reach } from './reach.ts'

/** What somebody is allowed and where. */
export interface Access {
  readonly role: Role
  readonly reach: Reach
}

/** As it stands in the account's row. */
export interface AccessRow {
  readonly role: PersonRole
  readonly reach: Reach['kind']
  readonly reachCountry: string | null
  readonly reachRegion: string | null
  readonly reachStoreIds: readonly number[]
}

/** SQL text: what `readAccess` needs, of `"user" u`. */
export const accessColumns = `u.role, u.reach, u.reach_country::text as "reachCountry", u.reach_region as "reachRegion",
  u.reach_store_ids as "reachStoreIds"`

/** The row's reach. A row that tells too little reaches nothing; the database refuses such rows as well. */
export function readAccess({ role, reach, reachCountry, reachRegion, reachStoreIds }: AccessRow): Access {
  switch (reach) {
    case 'chain':
      return { role, reach: { kind: 'chain' } }
    case 'country':
      return reachCountry === null ? { role, reach: nowhere } : { role, reach: { kind: 'country', country: reachCountry } }
    case 'region':
      return reachCountry === null || reachRegion === null
        ? { role, reach: nowhere }
        : { role, reach: { kind: 'region', country: reachCountry, region: reachRegion } }
    case 'stores':
      return { role, reach: { kind: 'stores', storeIds: reachStoreIds } }
  }
}

const nowhere: Reach = { kind: 'stores', storeIds: [] }
