import type pg from 'pg'
import { type AccessRow, accessColumns, readAccess } from './access.ts'
import type { Permission } from './permission-table.ts'
import { cutScope, isWithin } from './stores-within.ts'
import { mayDoWithin } from './whole-chain.ts'

/** Where something is about one store only. */
export interface StorePlace {
  readonly id: number
  readonly country: string
  readonly region: string
}

/**
 * Whether an account is active and may do this now, at a store or, without one, for the whole chain. Of two people the first one
 * is asked about when the second speaks: they may have been shut out meanwhile. Stays true until the transaction ends.
 */
export async function mayStillDo(
  client: Pick<pg.PoolClient, 'query'>,
  userId: string,
  permission: Permission,
  store: StorePlace | null,
): Promise<boolean> {
  const { rows } = await client.query<AccessRow>(
    `select ${accessColumns} from "user" u where u.id = $1 and u.state = 'active' for share`,
    [userId],
  )
  if (rows[0] === undefined) return false
  const access = readAccess(rows[0])
  if (!mayDoWithin(access, permission)) return false
  return store === null ? access.reach.kind === 'chain' : isWithin(cutScope({ kind: 'chain' }, access.reach), store)
}
