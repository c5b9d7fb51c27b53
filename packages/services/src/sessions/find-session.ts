import type { ServiceContext } from '../context.ts'
import { type Access, type AccessRow, accessColumns, readAccess } from '../permissions/access.ts'
import { hashSessionToken } from './hash-session-token.ts'

/** A signed-in person, as far as a live page needs to know. */
export interface LiveSession {
  readonly sessionId: string
  readonly userId: string
  readonly expiresAt: Date
  /** What the person may do and where, as of this look. */
  readonly access: Access
}

const NAMES = [
  '__Secure-counterfoil.session_token',
  'counterfoil.session_token',
  '__Secure-better-auth.session_token',
  'better-auth.session_token',
]

/**
 * The session a Cookie header stands for, or null: none told, unknown, ended, or not through both factors. The token is
 * looked up in the database, which is what makes it good; its signature only spares the dashboard look-ups.
 */
export async function findSession(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  cookieHeader: string | undefined,
): Promise<LiveSession | null> {
  for (const token of sessionTokens(cookieHeader ?? '')) {
    const { rows } = await ctx.pool.query<Omit<LiveSession, 'access'> & AccessRow>(
      `select s.id as "sessionId", s.user_id as "userId", s.expires_at as "expiresAt", ${accessColumns}
       from session s join "user" u on u.id = s.user_id
       where s.token = $1 and s.expires_at > $2 and s.second_factor_at is not null and u.two_factor_enabled`,
      [hashSessionToken(token), ctx.now()],
    )
    if (rows[0] !== undefined) {
      const { sessionId, userId, expiresAt, ...access } = rows[0]
      return { sessionId, userId, expiresAt, access: readAccess(access) }
    }
  }
  return null
}

/** Tokens in a Cookie header, at most a few: browsers send the secure and the plain name side by side after a change of scheme. */
export function sessionTokens(cookieHeader: string): string[] {
  const tokens: string[] = []
  for (const pair of cookieHeader.slice(0, 8_192).split(';')) {
    const equals = pair.indexOf('=')
    if (!NAMES.includes(pair.slice(0, equals).trim())) continue
    const token = decode(pair.slice(equals + 1).trim()).split('.')[0] ?? ''
    if (/^[A-Za-z0-9_-]{16,128}$/.test(token)) tokens.push(token)
  }
  return tokens.slice(0, NAMES.length)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
