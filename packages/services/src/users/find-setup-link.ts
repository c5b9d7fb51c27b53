import type { ServiceContext } from '../context.ts'
import type { PersonRole } from '../permissions/permission-table.ts'
import type { SetupLinkKind } from './insert-setup-link.ts'
import { hashSetupToken } from './setup-token.ts'

/** What the link's page must know. An unknown one may be mistyped, or so old that it was cleared away. */
export type FoundSetupLink =
  | { readonly state: 'open'; readonly kind: 'first' }
  | { readonly state: 'open'; readonly kind: 'invitation'; readonly email: string; readonly role: PersonRole }
  | { readonly state: 'open'; readonly kind: 'reset'; readonly email: string; readonly userId: string; readonly name: string }
  | { readonly state: 'used' | 'expired' | 'revoked'; readonly kind: SetupLinkKind }
  | { readonly state: 'unknown' }

interface LinkRow {
  readonly kind: SetupLinkKind
  readonly usedAt: Date | null
  readonly revokedAt: Date | null
  readonly expiresAt: Date
  readonly email: string | null
  readonly role: PersonRole | null
  readonly userId: string | null
  readonly name: string | null
}

/** Whether the link still works and what for, and if not why. */
export async function findSetupLink(ctx: Pick<ServiceContext, 'pool' | 'now'>, token: string): Promise<FoundSetupLink> {
  const { rows } = await ctx.pool.query<LinkRow>(
    `select l.kind, l.used_at as "usedAt", l.revoked_at as "revokedAt", l.expires_at as "expiresAt", coalesce(l.email, u.email) as email,
       l.role, u.id as "userId", u.name
     from setup_link l left join "user" u on u.id = l.user_id where l.token_hash = $1`,
    [Buffer.from(hashSetupToken(token))],
  )
  const [link] = rows
  if (link === undefined) return { state: 'unknown' }
  const { kind, email, role, userId, name } = link
  if (link.usedAt !== null) return { state: 'used', kind }
  if (link.revokedAt !== null) return { state: 'revoked', kind }
  if (link.expiresAt <= ctx.now()) return { state: 'expired', kind }
  if (kind === 'invitation' && email !== null && role !== null) return { state: 'open', kind, email, role }
  if (kind === 'reset' && email !== null && userId !== null && name !== null) return { state: 'open', kind, email, userId, name }
  return kind === 'first' ? { state: 'open', kind } : { state: 'unknown' }
}
