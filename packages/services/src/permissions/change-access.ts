import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import type { PersonRole } from './permission-table.ts'
import type { Reach } from './reach.ts'
import { reachValues } from './reach-row.ts'

/** Gives the account this role and reach from its next request on; live pages follow at their next look, within 30 s. `not_found` without such an account. */
export async function changeAccess(
  ctx: Pick<ServiceContext, 'pool'>,
  userId: string,
  { role, reach }: { readonly role: PersonRole; readonly reach: Reach },
): Promise<void> {
  const changed = await ctx.pool.query(
    `update "user" set role = $2, reach = $3, reach_country = $4, reach_region = $5, reach_store_ids = $6 where id = $1`,
    [userId, role, ...reachValues(reach)],
  )
  if (changed.rowCount === 0) throw new ServiceError('not_found', 'There is no such account, so no role was given.')
}
