import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { createSecret, hashSecret } from '../secret.ts'
import { sourceSubject } from '../sign-in/subjects.ts'
import { createPairingCode } from './pairing-code.ts'

export interface OpenedPairing {
  /** Shown on the screen, typed by an administrator. */
  readonly code: string
  /** Kept by the screen: whoever shows it fetches what was paired. */
  readonly claim: string
  readonly expiresAt: Date
}

export const PAIRING_LIFETIME_MS = 10 * 60_000
/** A wall of screens behind one address, each with a new code every five minutes. */
const MOST_FROM_AN_ADDRESS = 60
/** Of all addresses together: rows that anybody may make. */
const MOST_OPEN = 5_000
const FORGOTTEN_AFTER_MS = 3_600_000

/**
 * A new code for a screen that waits, good for ten minutes. `claim` is what it got with the code before: then the old code stays
 * good to its end, for somebody on their way to a keyboard. Throws `too_many` for too many codes.
 */
export async function openPairing(ctx: ServiceContext, claim: string | null): Promise<OpenedPairing> {
  const now = ctx.now()
  const address = sourceSubject(ctx.origin?.address ?? 'unknown')
  await ctx.pool.query('delete from screen_pairing where expires_at < $1', [new Date(now.getTime() - FORGOTTEN_AFTER_MS)])
  const { rows } = await ctx.pool.query<{ here: number; all: number; known: boolean }>(
    `select count(*) filter (where address = $1 and opened_at > $2)::int4 as here, count(*) filter (where expires_at > $3)::int4 as all,
       coalesce(bool_or(claim_hash = $4 and expires_at > $3), false) as known
     from screen_pairing`,
    [address, new Date(now.getTime() - PAIRING_LIFETIME_MS), now, claim === null ? null : hashSecret(claim)],
  )
  const { here = 0, all = 0, known = false } = rows[0] ?? {}
  if (here >= MOST_FROM_AN_ADDRESS || all >= MOST_OPEN)
    throw new ServiceError('too_many', 'Too many codes were asked for from this address. A new one comes within ten minutes.', {
      reason: 'too_many_pairings',
      retryAfterMs: PAIRING_LIFETIME_MS,
    })
  // A claim nobody here has given out is none.
  const kept = known && claim !== null ? claim : createSecret()
  const expiresAt = new Date(now.getTime() + PAIRING_LIFETIME_MS)
  for (;;) {
    const code = createPairingCode()
    const made = await ctx.pool.query(
      `insert into screen_pairing (id, code_hash, claim_hash, address, opened_at, expires_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (code_hash) do nothing`,
      [ctx.newId(), hashSecret(code), hashSecret(kept), address, now, expiresAt],
    )
    if (made.rowCount === 1) return { code, claim: kept, expiresAt }
  }
}
