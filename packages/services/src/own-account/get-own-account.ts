import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { type AccessRow, accessColumns } from '../permissions/access.ts'
import { type PersonRole, type Reach, readAccess } from '../permissions/index.ts'
import { readRecoveryCodes } from '../sign-in/check-factor.ts'
import type { FactorKit } from '../sign-in/index.ts'
import { ownSession } from './own-session.ts'

export interface OwnAccount {
  readonly name: string
  readonly email: string
  readonly role: PersonRole
  readonly reach: Reach
  /** Null for a password that was never changed. */
  readonly passwordChangedAt: Date | null
  readonly authenticator: { readonly since: Date | null } | null
  readonly recoveryCodesLeft: number
  readonly passkeys: readonly OwnPasskey[]
  readonly sessions: readonly OwnSession[]
  /** In this session; what changes factors asks that this is not long ago. */
  readonly factorShownAt: Date | null
}

export interface OwnPasskey {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

export interface OwnSession {
  readonly id: string
  readonly createdAt: Date
  readonly lastActionAt: Date | null
  readonly address: string | null
  readonly userAgent: string | null
  readonly current: boolean
}

/** Everything somebody may know of their own account; no secret is part of it. */
export async function getOwnAccount(ctx: ServiceContext, kit: FactorKit): Promise<OwnAccount> {
  const { userId, sessionId } = ownSession(ctx)
  const rows = async <Row>(sql: string) => (await ctx.pool.query(sql, [userId])).rows as Row[]
  type UserRow = AccessRow & Pick<OwnAccount, 'name' | 'email' | 'passwordChangedAt'>
  const [user] = await rows<UserRow>(
    `select u.name, u.email, u.password_changed_at as "passwordChangedAt", ${accessColumns} from "user" u where u.id = $1`,
  )
  if (user === undefined) throw new ServiceError('not_found', 'Your account is not there any more.')
  const [authenticator] = await rows<{ backupCodes: string; since: Date | null }>(
    `select backup_codes as "backupCodes", verified_at as since from two_factor where user_id = $1 and verified`,
  )
  const passkeys = await rows<OwnPasskey>(
    `select id, name, created_at as "createdAt", last_used_at as "lastUsedAt" from passkey where user_id = $1 order by created_at`,
  )
  const sessions = await ctx.db.session.findMany({
    where: { userId, expiresAt: { gt: ctx.now() } },
    orderBy: { createdAt: 'desc' },
  })
  const { name, email, passwordChangedAt } = user
  return {
    name,
    email,
    role: user.role,
    reach: readAccess(user).reach,
    passwordChangedAt,
    authenticator: authenticator === undefined ? null : { since: authenticator.since },
    recoveryCodesLeft: authenticator === undefined ? 0 : readRecoveryCodes(await kit.open(authenticator.backupCodes)).length,
    passkeys,
    sessions: sessions.map(({ id, createdAt, lastActionAt, ipAddress, userAgent }) => ({
      id,
      createdAt,
      lastActionAt,
      address: ipAddress || null,
      userAgent: userAgent || null,
      current: id === sessionId,
    })),
    factorShownAt: sessions.find(({ id }) => id === sessionId)?.factorShownAt ?? null,
  }
}
