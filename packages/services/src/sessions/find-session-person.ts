import type { ServiceContext } from '../context.ts'
import { judgeStanding, type Standing, type StandingRow, standingColumns } from './session-standing.ts'

export interface SessionPerson extends Standing {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly factorShownAt: Date | null
}

/** Whose session this is and how far it is signed in; null once it has ended or its account is disabled. */
export async function findSessionPerson(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  sessionId: string,
): Promise<SessionPerson | null> {
  const { rows } = await ctx.pool.query<Omit<SessionPerson, keyof Standing> & StandingRow>(
    `select u.id as "userId", u.name, u.email, s.factor_shown_at as "factorShownAt", ${standingColumns}
     from session s join "user" u on u.id = s.user_id
     where s.id = $1 and s.expires_at > $2 and u.state = 'active'`,
    [sessionId, ctx.now()],
  )
  if (rows[0] === undefined) return null
  const { userId, name, email, factorShownAt } = rows[0]
  return { userId, name, email, factorShownAt, ...judgeStanding(rows[0], ctx.now()) }
}
