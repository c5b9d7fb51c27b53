import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import type { Reach } from '../permissions/reach.ts'
import { type ReachRow, reachColumnsOf, readReach } from '../permissions/reach-row.ts'
import { rateLimits, subjectOf } from '../rate-limits/rate-limits.ts'
import { takeRate } from '../rate-limits/take-rate.ts'
import { waitForRate } from '../rate-limits/wait-for-rate.ts'
import { hashSecret } from '../secret.ts'
import { readBearer } from './api-token.ts'

export interface AdmittedToken {
  readonly id: string
  readonly name: string
  readonly reach: Reach
}

interface TokenRow extends ReachRow {
  readonly id: string
  readonly name: string
  readonly expiresAt: Date
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
  readonly ownerState: string
}

/** So often at most is it written that a token was used, or refused. */
const NOTE_EVERY_MS = 60_000

/**
 * The token of an Authorization header, noted as used. Throws `unauthenticated` for one that is unknown, expired, revoked or whose
 * owner's account is disabled; `too_many` while too many unknown ones came from its address: then nothing from there is looked
 * at, or trying on would tell which is good.
 */
export async function admitToken(ctx: ServiceContext, authorization: string): Promise<AdmittedToken> {
  const now = ctx.now()
  const source = { address: ctx.origin?.address ?? 'unknown' }
  const waitMs = await waitForRate(ctx, 'refusedBearer', source)
  if (waitMs > 0) throw tooMany(waitMs)
  const token = await findToken(ctx, readBearer(authorization))
  if (token === null) {
    const counted = await takeRate(ctx, subjectOf('refusedBearer', source), rateLimits.refusedBearer)
    if (!counted.ok) throw tooMany(counted.retryAfterMs)
    await recordRefusal(ctx, 'unknown', 'token_unknown')
    throw refusal('token_unknown')
  }
  const dead = whyDead(token, now)
  if (dead !== null) {
    if (await noteOnceAMinute(ctx, token.id, 'last_refused_at')) await recordRefusal(ctx, token.id, dead)
    throw refusal(dead)
  }
  if (isLongAgo(token.lastUsedAt, now)) await noteOnceAMinute(ctx, token.id, 'last_used_at')
  return { id: token.id, name: token.name, reach: readReach(token) }
}

async function findToken(ctx: ServiceContext, token: string | null): Promise<TokenRow | null> {
  if (token === null) return null
  const { rows } = await ctx.pool.query<TokenRow>(
    `select t.id, t.name, ${reachColumnsOf('t')}, t.expires_at as "expiresAt", t.last_used_at as "lastUsedAt",
       t.revoked_at as "revokedAt", u.state as "ownerState"
     from api_token t join "user" u on u.id = t.owner_id where t.secret_hash = $1`,
    [hashSecret(token)],
  )
  return rows[0] ?? null
}

const refusals = {
  token_unknown: 'This is no token of this installation. Check it, or ask an administrator for a new one.',
  token_revoked: 'This token was revoked. Ask an administrator for a new one.',
  token_expired: 'This token has expired. Ask an administrator for a new one.',
  token_owner_disabled: 'The account this token belongs to is disabled. Ask an administrator for a new one.',
} as const
type Refusal = keyof typeof refusals

function whyDead(token: TokenRow, now: Date): Exclude<Refusal, 'token_unknown'> | null {
  if (token.revokedAt !== null) return 'token_revoked'
  if (token.expiresAt <= now) return 'token_expired'
  return token.ownerState === 'active' ? null : 'token_owner_disabled'
}

function refusal(reason: Refusal): ServiceError {
  return new ServiceError('unauthenticated', refusals[reason], { reason })
}

function tooMany(retryAfterMs: number): ServiceError {
  const seconds = Math.ceil(retryAfterMs / 1_000)
  return new ServiceError('too_many', `Too many wrong tokens came from this address. Try again in ${seconds} s.`, {
    reason: 'token_address_closed',
    retryAfterMs,
  })
}

const isLongAgo = (at: Date | null, now: Date): boolean => at === null || now.getTime() - at.getTime() >= NOTE_EVERY_MS

/** Of many at the same moment one notes it, and learns so. */
async function noteOnceAMinute(ctx: ServiceContext, id: string, column: 'last_used_at' | 'last_refused_at'): Promise<boolean> {
  const now = ctx.now()
  const noted = await ctx.pool.query(
    `update api_token set ${column} = $2 where id = $1 and (${column} is null or ${column} <= $3)`,
    [id, now, new Date(now.getTime() - NOTE_EVERY_MS)],
  )
  return noted.rowCount === 1
}

async function recordRefusal(ctx: ServiceContext, id: string, reason: Refusal): Promise<void> {
  await recordAct(ctx, ctx.pool, { action: 'token.refused', target: { type: 'token', id }, outcome: 'refused', reason })
}
