import type pg from 'pg'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { checkGivenReach, GivenReach } from '../permissions/given-reach.ts'
import { reachValues } from '../permissions/reach-row.ts'
import { hashSecret } from '../secret.ts'
import { ACCOUNT_LIMIT, countAttempt } from '../sign-in/count-attempt.ts'
import { ThingName } from '../thing-name.ts'
import { readPairingCode } from './pairing-code.ts'

export const PairScreenInput = z.strictObject({ code: z.string().max(40), name: ThingName, reach: GivenReach })
export type PairScreenInput = z.infer<typeof PairScreenInput>

/** Then it is paired anew. */
export const SCREEN_LIFETIME_MS = 365 * 24 * 3_600_000

type Refusal = 'code_unknown' | 'code_used' | 'code_expired'
const refusals: Readonly<Record<Refusal, string>> = {
  code_unknown: 'No screen shows this code. Compare it sign by sign.',
  code_used: 'This code has been used. Each screen shows its own.',
  code_expired: 'This code is older than ten minutes. Type the one the screen shows now.',
}

/**
 * Lets the screen that shows this code in. Throws `invalid` for a code that is wrong, used or old, and for a reach beyond the
 * asker's; `too_many` after ten wrong codes of one person, for 30 minutes.
 */
export async function pairScreen(ctx: ServiceContext, { code, name, reach }: PairScreenInput): Promise<{ readonly id: string }> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'A screen is let in by a person: sign in to do it.')
  await checkGivenReach(ctx, reach)
  const subject = `pairing:${actor.id}`
  // Counted before it is looked at, so that many at once are not more than ten.
  const counted = await countAttempt(ctx, subject, ACCOUNT_LIMIT)
  if (!counted.allowed) throw tooMany(counted.lockedUntil.getTime() - ctx.now().getTime())
  const id = ctx.newId()
  const refused = await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ id: string; used: boolean; expired: boolean }>(
      `select id, screen_id is not null as used, expires_at <= $2 as expired from screen_pairing where code_hash = $1 for update`,
      [hashSecret(readPairingCode(code) ?? ''), ctx.now()],
    )
    const pairing = rows[0]
    const refusal = whyRefused(pairing)
    if (pairing === undefined || refusal !== null) return refusal
    await insertScreen(ctx, client, { id, name, reach, pairedBy: actor.id, pairingId: pairing.id })
    return null
  })
  if (refused === null) {
    await ctx.pool.query('delete from sign_in_failure where subject = $1', [subject])
    return { id }
  }
  await recordAct(ctx, ctx.pool, {
    action: 'screen.paired',
    target: { type: 'screen', id },
    outcome: 'refused',
    reason: refused,
    personal: { name },
  })
  throw new ServiceError('invalid', refusals[refused], { field: 'code', reason: refused })
}

function whyRefused(pairing: { readonly used: boolean; readonly expired: boolean } | undefined): Refusal | null {
  if (pairing === undefined) return 'code_unknown'
  if (pairing.used) return 'code_used'
  return pairing.expired ? 'code_expired' : null
}

interface NewScreen extends Pick<PairScreenInput, 'name' | 'reach'> {
  readonly id: string
  readonly pairedBy: string
  readonly pairingId: string
}

async function insertScreen(ctx: ServiceContext, client: pg.PoolClient, screen: NewScreen): Promise<void> {
  const { id, name, reach, pairedBy, pairingId } = screen
  const now = ctx.now()
  const expiresAt = new Date(now.getTime() + SCREEN_LIFETIME_MS)
  await client.query(
    `insert into wall_screen (id, name, paired_by, paired_at, expires_at, reach, reach_country, reach_region, reach_store_ids)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, name, pairedBy, now, expiresAt, ...reachValues(reach)],
  )
  await client.query('update screen_pairing set screen_id = $2 where id = $1', [pairingId, id])
  await recordAct(ctx, client, {
    action: 'screen.paired',
    target: { type: 'screen', id },
    after: { reach, expiresAtMs: expiresAt.getTime() },
    personal: { name },
  })
}

function tooMany(retryAfterMs: number): ServiceError {
  const minutes = Math.ceil(retryAfterMs / 60_000)
  return new ServiceError('too_many', `Too many wrong codes. Codes are taken again in ${minutes} min.`, {
    reason: 'pairing_locked',
    retryAfterMs,
  })
}
