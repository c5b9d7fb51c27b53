import type { Factor } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import type { PeopleContext } from './change-people.ts'
import { isLastAdministrator } from './last-administrator.ts'
import { type PersonListed, type PersonListedRow, personColumns, readPerson } from './person-columns.ts'
import type { PersonInput } from './person-input.ts'

export interface PersonSession {
  readonly id: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly lastActionAt: Date | null
  readonly address: string | null
  readonly userAgent: string | null
  readonly factors: readonly Factor[]
}

export interface PersonDetail extends PersonListed {
  readonly passwordChangedAt: Date | null
  /** Until when a link to choose a new password works; null when none is open. */
  readonly resetOpenUntil: Date | null
  /** Nobody else can give roles. */
  readonly lastAdministrator: boolean
  readonly sessions: readonly PersonSession[]
}

/** One account with its open sessions. `not_found` without it. */
export async function getPerson(ctx: Pick<PeopleContext, 'pool' | 'actor' | 'now'>, { id }: PersonInput): Promise<PersonDetail> {
  requireWholeChain(ctx)
  const { rows } = await ctx.pool.query<PersonListedRow & Pick<PersonDetail, 'passwordChangedAt' | 'resetOpenUntil'>>(
    `select ${personColumns}, u.password_changed_at as "passwordChangedAt",
       (select max(l.expires_at) from setup_link l
        where l.user_id = u.id and l.used_at is null and l.revoked_at is null and l.expires_at > $2) as "resetOpenUntil"
     from "user" u where u.id = $1`,
    [id, ctx.now()],
  )
  const [row] = rows
  if (row === undefined) throw new ServiceError('not_found', 'There is no such account.')
  const { passwordChangedAt, resetOpenUntil, ...person } = row
  const { rows: sessions } = await ctx.pool.query<PersonSession>(
    `select s.id, s.created_at as "createdAt", s.expires_at as "expiresAt", s.last_action_at as "lastActionAt",
       s.ip_address as address, s.user_agent as "userAgent", coalesce(s.factors, '{}') as factors
     from session s where s.user_id = $1 and s.expires_at > $2 order by s.created_at desc, s.id`,
    [id, ctx.now()],
  )
  const lastAdministrator = await isLastAdministrator(ctx.pool, id)
  return { ...readPerson(person), passwordChangedAt, resetOpenUntil, lastAdministrator, sessions }
}
