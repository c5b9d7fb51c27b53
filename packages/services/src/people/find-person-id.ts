import { ServiceError } from '../errors.ts'
import type { PeopleContext } from './change-people.ts'

/** The account with this address. `not_found` without one. */
export async function findPersonId(ctx: Pick<PeopleContext, 'pool'>, email: string): Promise<string> {
  const { rows } = await ctx.pool.query<{ id: string }>('select id from "user" where email = $1', [email.trim().toLowerCase()])
  if (rows[0] === undefined) throw new ServiceError('not_found', `There is no account with the address ${email}.`)
  return rows[0].id
}
