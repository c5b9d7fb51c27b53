import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { demandRate } from '../rate-limits/demand-rate.ts'
import { createSecret, hashSecret } from '../secret.ts'
import { createPairingCode } from './pairing-code.ts'

export interface OpenedPairing {
  /** Shown on the screen, typed by an administrator. */
  readonly code: string
  /** Kept by the screen: whoever shows it fetches what was paired. */
  readonly claim: string
  readonly expiresAt: Date
}

export const PAIRING_LIFETIME_MS = 10 * 60_000
/** Of all addresses together: rows that anybody may make. */
const MOST_OPEN = 5_000
const FORGOTTEN_AFTER_MS = 3_600_000

/**
 * A new code for a screen that waits, good for ten minutes. `claim` is what it got with the code before: then the old code stays
 * good to its end, for somebody on their way to a keyboard. Throws `too_many` for too many codes.
 */
export async function openPairing(ctx: ServiceContext, claim: string | null): Promise<OpenedPairing> {
  await demandRate(ctx, 'pairing', { address: ctx.origin?.address ?? 'unknown' })
  const now = ctx.now()
  await ctx.pool.query('delete from screen_pairing where expires_at < $1', [new Date(now.getTime() - FORGOTTEN_AFTER_MS)])
  const { rows } = await ctx.pool.query<{ open: number; known: boolean }>(
    `select count(*)::int4 as open, coalesce(bool_or(claim_hash = $2), false) as known from screen_pairing where expires_at > $1`,
    [now, claim === null ? null : hashSecret(claim)],
  )
  const { open = 0, known = false } = rows[0] ?? {}
  if (open >= MOST_OPEN)
    throw new ServiceError('too_many', 'Too many screens wait for their code to be typed. Try again in ten minutes.', {
      reason: 'too_many_pairings',
      retryAfterMs: PAIRING_LIFETIME_MS,
    })
  // A claim nobody here has given out is none.
  const kept = known && claim !== null ? claim : createSecret()
  const expiresAt = new Date(now.getTime() + PAIRING_LIFETIME_MS)
  for (;;) {
    const code = createPairingCode()
    const made = await ctx.pool.query(
      `insert into screen_pairing (id, code_hash, claim_hash, opened_at, expires_at) values ($1, $2, $3, $4, $5)
       on conflict (code_hash) do nothing`,
      [ctx.newId(), hashSecret(code), hashSecret(kept), now, expiresAt],
    )
    if (made.rowCount === 1) return { code, claim: kept, expiresAt }
  }
}
