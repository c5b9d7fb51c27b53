import type { ServiceContext } from '../context.ts'
import type { Access } from '../permissions/access.ts'
import { type ReachRow, reachColumnsOf, readReach } from '../permissions/reach-row.ts'
import { hashSecret } from '../secret.ts'

/** A screen on a wall, as far as a live page needs to know. */
export interface LiveScreen {
  readonly screenId: string
  readonly name: string
  readonly expiresAt: Date
  readonly access: Access
}

/** With the prefix browsers take the cookie from a page of this very host over TLS only; plain HTTP has no such thing. */
export const screenCookie = { secure: '__Host-counterfoil.screen', plain: 'counterfoil.screen' } as const

const SEEN_EVERY_MS = 60_000

/** The screen a Cookie header stands for, noted as seen once a minute; null for none, an unknown, an expired or a revoked one. */
export async function findScreen(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  cookieHeader: string | undefined,
): Promise<LiveScreen | null> {
  const secret = readScreenSecret(cookieHeader ?? '')
  if (secret === null) return null
  const now = ctx.now()
  const { rows } = await ctx.pool.query<Omit<LiveScreen, 'access'> & ReachRow>(
    `with found as (
       select w.id as "screenId", w.name, w.expires_at as "expiresAt", ${reachColumnsOf('w')} from wall_screen w
       where w.secret_hash = $1 and w.revoked_at is null and w.expires_at > $2
     ), seen as (
       update wall_screen set last_seen_at = $2
       where id in (select "screenId" from found) and (last_seen_at is null or last_seen_at <= $3))
     select * from found`,
    [hashSecret(secret), now, new Date(now.getTime() - SEEN_EVERY_MS)],
  )
  if (rows[0] === undefined) return null
  const { screenId, name, expiresAt, ...reach } = rows[0]
  return { screenId, name, expiresAt, access: { role: 'wall_screen', reach: readReach(reach) } }
}

/** The secret in a Cookie header. Where there is one of a secure page, a plain one was put there by somebody else. */
export function readScreenSecret(cookieHeader: string): string | null {
  const found = new Map(
    cookieHeader
      .slice(0, 8_192)
      .split(';')
      .map((pair) => {
        const equals = pair.indexOf('=')
        return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]
      }),
  )
  const secret = found.get(screenCookie.secure) ?? found.get(screenCookie.plain) ?? ''
  return /^[A-Za-z0-9_-]{43}$/.test(secret) ? secret : null
}
