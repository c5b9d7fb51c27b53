import type pg from 'pg'
import { ServiceError } from '../errors.ts'
import type { PersonRole } from './permission-table.ts'
import type { Reach } from './reach.ts'
import { reachColumns } from './reach-columns.ts'

/** What a person is allowed and where. */
export interface PersonAccess {
  readonly role: PersonRole
  readonly reach: Reach
}

/** Writes the account's role and reach, which its next request is asked with. `not_found` without such an account. */
export async function changeAccess(
  { pool }: { readonly pool: Pick<pg.Pool | pg.PoolClient, 'query'> },
  userId: string,
  { role, reach }: PersonAccess,
): Promise<void> {
  const { kind, country, region, storeIds } = reachColumns(reach)
  const changed = await pool.query(
    `update "user" set role = $2, reach = $3, reach_country = $4, reach_region = $5, reach_store_ids = $6 where id = $1`,
    [userId, role, kind, country, region, storeIds],
  )
  if (changed.rowCount === 0) throw new ServiceError('not_found', 'There is no such account, so no role was given.')
}
