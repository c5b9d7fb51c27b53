import type { ServiceContext } from '../context.ts'
import type { Access } from '../permissions/access.ts'
import { hashSessionToken } from './hash-session-token.ts'
import { judgeStanding, type StandingRow, standingColumns } from './session-standing.ts'

/** A signed-in person, as far as a live page needs to know. */
export interface LiveSession {
  readonly sessionId: string
  readonly userId: string
  readonly expiresAt: Date
  /** What the person may do and where, as of this look: no more than a wall's once they went away. */
  readonly access: Access
  readonly idle: boolean
}

/** Over TLS the browser itself guards the cookie's name: no other host and no plain page can set one of it. */
export const sessionCookieNames = {
  secure: '__Host-counterfoil.session_token',
  plain: 'counterfoil.session_token',
} as const
export type CookieKind = keyof typeof sessionCookieNames

/**
 * The session a Cookie header stands for, or null: none told, unknown, ended, not through both factors, or of an account that is
 * disabled. The token is looked up in the database, which is what makes it good; its signature only spares the dashboard look-ups.
 */
export async function findSession(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  cookieHeader: string | undefined,
  kinds: readonly CookieKind[] = ['secure', 'plain'],
): Promise<LiveSession | null> {
  for (const token of sessionTokens(cookieHeader ?? '', kinds)) {
    const { rows } = await ctx.pool.query<Omit<LiveSession, 'access' | 'idle'> & StandingRow>(
      `select s.id as "sessionId", s.user_id as "userId", s.expires_at as "expiresAt", ${standingColumns}
       from session s join "user" u on u.id = s.user_id
       where s.token = $1 and s.expires_at > $2 and u.state = 'active'`,
      [hashSessionToken(token), ctx.now()],
    )
    if (rows[0] === undefined) continue
    const { bothFactors, access, idle } = judgeStanding(rows[0], ctx.now())
    const { sessionId, userId, expiresAt } = rows[0]
    if (bothFactors) return { sessionId, userId, expiresAt, access, idle }
  }
  return null
}

/** Which cookies pages of these origins have. */
export function cookieKindsOf(origins: readonly string[]): readonly CookieKind[] {
  return (['secure', 'plain'] as const).filter((kind) =>
    origins.some((origin) => origin.startsWith('https:') === (kind === 'secure')),
  )
}

/** Tokens in a Cookie header, at most one of each kind. */
export function sessionTokens(cookieHeader: string, kinds: readonly CookieKind[] = ['secure', 'plain']): string[] {
  const names: readonly string[] = kinds.map((kind) => sessionCookieNames[kind])
  const tokens: string[] = []
  for (const pair of cookieHeader.slice(0, 8_192).split(';')) {
    const equals = pair.indexOf('=')
    if (!names.includes(pair.slice(0, equals).trim())) continue
    const token = decode(pair.slice(equals + 1).trim()).split('.')[0] ?? ''
    if (/^[A-Za-z0-9_-]{16,128}$/.test(token)) tokens.push(token)
  }
  return tokens.slice(0, names.length)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
