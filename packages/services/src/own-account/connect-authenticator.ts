import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { type FactorKit, findTotpStep } from '../sign-in/index.ts'
import { encodeBase32 } from './base32.ts'
import { ownSession } from './own-session.ts'

const PENDING_MS = 15 * 60_000

export interface NewAuthenticator {
  /** For the QR code. */
  readonly uri: string
  /** The same secret, for typing. */
  readonly secret: string
}

/** Makes the secret of another authenticator app. The one in use stays until the new one has shown a code. */
export async function beginAuthenticator(ctx: ServiceContext, kit: FactorKit): Promise<NewAuthenticator> {
  const { userId, sessionId } = ownSession(ctx)
  const user = await ctx.db.user.findUnique({ where: { id: userId } })
  if (user === null) throw new ServiceError('not_found', 'Your account is not there any more.')
  // As better-auth makes them: the letters themselves are the key.
  const key = randomBytes(24).toString('base64url')
  const sealed = await kit.seal(key)
  const expiresAt = new Date(ctx.now().getTime() + PENDING_MS)
  await inTransaction(ctx, async (client) => {
    await client.query(
      `insert into pending_authenticator (user_id, session_id, secret, expires_at) values ($1, $2, $3, $4)
       on conflict (user_id) do update set session_id = $2, secret = $3, expires_at = $4`,
      [userId, sessionId, sealed, expiresAt],
    )
    await recordAct(ctx, client, {
      action: 'factor.begun',
      target: { type: 'person', id: userId },
      after: { factor: 'totp' },
    })
  })
  const secret = encodeBase32(Buffer.from(key))
  const { name: issuer } = kit.site
  const query = new URLSearchParams({ secret, issuer, digits: '6', period: '30' })
  return { uri: `otpauth://totp/${encodeURIComponent(`${issuer}:${user.email}`)}?${query}`, secret }
}

export const FinishAuthenticatorInput = z.strictObject({ code: z.string().max(100) })

/** Takes the new app into use and the old one out of it. Recovery codes stay. */
export async function finishAuthenticator(
  ctx: ServiceContext,
  kit: FactorKit,
  { code }: z.infer<typeof FinishAuthenticatorInput>,
): Promise<void> {
  const { userId, sessionId } = ownSession(ctx)
  const target = { type: 'person', id: userId }
  const pending = await ctx.db.pendingAuthenticator.findUnique({ where: { userId } })
  if (pending === null || pending.sessionId !== sessionId || pending.expiresAt <= ctx.now())
    throw new ServiceError('conflict', 'This took too long. Begin again.', { reason: 'authenticator_not_begun' })
  const step = findTotpStep(await kit.open(pending.secret), code, ctx.now().getTime())
  // Counted nowhere: whoever types it was just told the secret, so there is nothing to guess.
  if (step === null) {
    await recordAct(ctx, ctx.pool, {
      action: 'factor.failed',
      target,
      outcome: 'failed',
      reason: 'invalid_code',
      after: { factor: 'totp', new: true },
    })
    throw new ServiceError('invalid', 'This code is wrong. Enter the one your app shows now.', {
      field: 'code',
      reason: 'invalid_code',
    })
  }
  await inTransaction(ctx, async (client) => {
    // Of two at once, the second finds nothing pending.
    const taken = await client.query('delete from pending_authenticator where user_id = $1 and secret = $2', [
      userId,
      pending.secret,
    ])
    if (taken.rowCount !== 1)
      throw new ServiceError('conflict', 'This took too long. Begin again.', { reason: 'authenticator_not_begun' })
    const changed = await client.query(
      `update two_factor set secret = $2, verified = true, verified_at = $3, failed_verification_count = 0, locked_until = null
       where user_id = $1`,
      [userId, pending.secret, ctx.now()],
    )
    if (changed.rowCount === 0) {
      // The first app of somebody whom the identity provider let in: recovery codes are made when they ask for them.
      await client.query(
        'insert into two_factor (id, secret, backup_codes, user_id, verified, verified_at) values ($1, $2, $3, $4, true, $5)',
        [ctx.newId(), pending.secret, await kit.seal('[]'), userId, ctx.now()],
      )
    }
    await client.query('update "user" set two_factor_enabled = true where id = $1 and not two_factor_enabled', [userId])
    // Steps of the old secret say nothing of the new one's, but for this one, which is used now.
    await client.query(
      'insert into totp_step (user_id, step) values ($1, $2) on conflict (user_id) do update set step = excluded.step',
      [userId, step],
    )
    await recordAct(ctx, client, { action: 'factor.renewed', target, after: { factor: 'totp' } })
  })
}
