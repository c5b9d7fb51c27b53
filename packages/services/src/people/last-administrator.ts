import { ServiceError } from '../errors.ts'
import type { PeopleClient } from './change-people.ts'

/** SQL text, of `"user" u`: who can give others their roles. Of a part of the chain only, they cannot. */
export const isChainAdministrator = `(u.state = 'active' and u.role = 'administrator' and u.reach = 'chain')`

/** Whether this is the last account that can give others their roles. Ask under the lock of `changePeople`. */
export async function isLastAdministrator(client: PeopleClient, userId: string): Promise<boolean> {
  const { rows } = await client.query<{ last: boolean }>(
    `select bool_or(u.id = $1) and count(*) = 1 as last from "user" u where ${isChainAdministrator}`,
    [userId],
  )
  return rows[0]?.last === true
}

/** `conflict` when nobody would be left to give roles. */
export async function keepOneAdministrator(client: PeopleClient, userId: string): Promise<void> {
  if (!(await isLastAdministrator(client, userId))) return
  throw new ServiceError(
    'conflict',
    'This is the last active administrator of the whole chain. Make somebody else one first. Nothing was changed.',
    { reason: 'last_administrator' },
  )
}
