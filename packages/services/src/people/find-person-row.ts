import { ServiceError } from '../errors.ts'
import { type AccessRow, accessColumns, readAccess } from '../permissions/access.ts'
import type { PersonAccess } from '../permissions/change-access.ts'
import type { PersonRole } from '../permissions/permission-table.ts'
import type { PeopleClient, PeopleContext } from './change-people.ts'

export interface PersonRow {
  readonly id: string
  readonly email: string
  readonly state: 'active' | 'disabled'
  readonly access: PersonAccess
}

/** The account a change is about. `not_found` without it, `forbidden` when it is the asker's own: nobody judges themselves. */
export async function findOtherPerson(
  { actor }: Pick<PeopleContext, 'actor'>,
  client: PeopleClient,
  id: string,
): Promise<PersonRow> {
  if (actor.kind === 'user' && actor.id === id) {
    throw new ServiceError('forbidden', 'Nobody changes what their own account may do. Ask another administrator.', {
      reason: 'own_account',
    })
  }
  const { rows } = await client.query<Omit<PersonRow, 'access'> & AccessRow & { role: PersonRole }>(
    `select u.id, u.email, u.state, ${accessColumns} from "user" u where u.id = $1`,
    [id],
  )
  const [row] = rows
  if (row === undefined) throw new ServiceError('not_found', 'There is no such account, so nothing was changed.')
  return { id: row.id, email: row.email, state: row.state, access: { role: row.role, reach: readAccess(row).reach } }
}
