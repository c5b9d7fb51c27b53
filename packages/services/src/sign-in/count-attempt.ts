import type { ServiceContext } from '../context.ts'

export interface AttemptLimit {
  readonly failures: number
  readonly lockMs: number
  /** A count older than this begins anew. */
  readonly countedForMs: number
}

const HALF_HOUR_MS = 30 * 60_000
const DAY_MS = 24 * 60 * 60_000

/** PCI DSS 8.3.4: at most 10 failures, then at least 30 minutes. */
export const ACCOUNT_LIMIT: AttemptLimit = { failures: 10, lockMs: HALF_HOUR_MS, countedForMs: DAY_MS }
/** Of one address, behind which an office may sit: so many guesses at any accounts in half an hour. */
export const SOURCE_LIMIT: AttemptLimit = { failures: 30, lockMs: HALF_HOUR_MS, countedForMs: HALF_HOUR_MS }

export type CountedAttempt =
  /** `isLast`: if it fails, the subject is locked. */
  { readonly allowed: true; readonly isLast: boolean } | { readonly allowed: false; readonly lockedUntil: Date }

/**
 * Counts an attempt as failed before it is looked at, so that attempts made at the same moment cannot all be the last. A right
 * one is taken back with `takeBackAttempt`.
 */
export async function countAttempt(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  subject: string,
  limit: AttemptLimit,
): Promise<CountedAttempt> {
  const now = ctx.now()
  const lockUntil = new Date(now.getTime() + limit.lockMs)
  await ctx.pool.query('delete from sign_in_failure where first_at < $1 and (locked_until is null or locked_until <= $2)', [
    new Date(now.getTime() - DAY_MS),
    now,
  ])
  const { rows } = await ctx.pool.query<{ failures: number }>(
    `insert into sign_in_failure as f (subject, failures, first_at, locked_until) values ($1, 1, $2, null)
     on conflict (subject) do update set
       failures = case when f.locked_until is null and f.first_at > $5 then f.failures + 1 else 1 end,
       first_at = case when f.locked_until is null and f.first_at > $5 then f.first_at else $2 end,
       locked_until = case when f.locked_until is null and f.first_at > $5 and f.failures + 1 >= $4 then $3::timestamptz end
     where f.locked_until is null or f.locked_until <= $2
     returning failures`,
    [subject, now, lockUntil, limit.failures, new Date(now.getTime() - limit.countedForMs)],
  )
  if (rows[0] !== undefined) return { allowed: true, isLast: rows[0].failures >= limit.failures }
  const locked = await ctx.pool.query<{ lockedUntil: Date | null }>(
    'select locked_until as "lockedUntil" from sign_in_failure where subject = $1',
    [subject],
  )
  return { allowed: false, lockedUntil: locked.rows[0]?.lockedUntil ?? lockUntil }
}

/** It was right, or not looked at: this attempt no longer counts, earlier ones do. */
export async function takeBackAttempt(ctx: Pick<ServiceContext, 'pool'>, subject: string, limit: AttemptLimit): Promise<void> {
  await ctx.pool.query(
    `update sign_in_failure set failures = greatest(failures - 1, 0),
       locked_until = case when failures - 1 >= $2 then locked_until end
     where subject = $1`,
    [subject, limit.failures],
  )
}
