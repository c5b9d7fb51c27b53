import type { ServiceContext } from '../context.ts'
import type { Access } from '../permissions/access.ts'
import { type ReachRow, reachColumnsOf, readReach } from '../permissions/reach-row.ts'
import { hashSecret } from '../secret.ts'
import type { CookieKind } from '../sessions/find-session.ts'

/** A screen on a wall, as far as a live page needs to know. */
export interface LiveScreen {
  readonly screenId: string
  readonly name: string
  readonly expiresAt: Date
  readonly access: Access
}

/** As with sessions: over TLS no other host and no plain page can set one of this name. */
export const screenCookieNames: Readonly<Record<CookieKind, string>> = {
  secure: '__Host-counterfoil.screen',
  plain: 'counterfoil.screen',
}

const SEEN_EVERY_MS = 60_000

/** The screen a Cookie header stands for, noted as seen once a minute; null for none, an unknown, an expired or a revoked one. */
export async function findScreen(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  cookieHeader: string | undefined,
  kinds: readonly CookieKind[] = ['secure', 'plain'],
): Promise<LiveScreen | null> {
  const secret = readScreenSecret(cookieHeader ?? '', kinds)
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

/** The secret in a Cookie header; one of a secure page goes before a plain one, which anybody on the way can have put there. */
function readScreenSecret(cookieHeader: string, kinds: readonly CookieKind[]): string | null {
  const cookies = new Map(
    cookieHeader
      .slice(0, 8_192)
      .split(';')
      .map((pair) => {
        const equals = pair.indexOf('=')
        return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]
      }),
  )
  const secrets = kinds.map((kind) => cookies.get(screenCookieNames[kind]) ?? '')
  return secrets.find((secret) => /^[A-Za-z0-9_-]{43}$/.test(secret)) ?? null
}
