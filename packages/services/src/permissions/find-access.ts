import type { ServiceContext } from '../context.ts'
import { type Access, type AccessRow, accessColumns, readAccess } from './access.ts'

/** The account's role and reach as they are now; null without such an account. */
export async function findAccess(ctx: Pick<ServiceContext, 'pool'>, userId: string): Promise<Access | null> {
  const { rows } = await ctx.pool.query<AccessRow>(`select ${accessColumns} from "user" u where u.id = $1`, [userId])
  return rows[0] === undefined ? null : readAccess(rows[0])
}
