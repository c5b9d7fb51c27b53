import type { ServiceContext } from '../context.ts'

/** PCI DSS 8.3.4: at most 10 failures, then at least 30 minutes. */
export const LOCKOUT = { failures: 10, durationMs: 30 * 60_000 } as const
const FORGOTTEN_AFTER_MS = 24 * 60 * 60_000

export type CountedAttempt = { readonly allowed: true } | { readonly allowed: false; readonly lockedUntil: Date }

/** RFC 5321, 4.5.3.1.3: no address is longer. */
const LONGEST_ADDRESS = 254

/**
 * Passwords, authenticator codes and recovery codes of one account share one count; the account need not exist, and what was
 * typed need not be an address: PostgreSQL takes neither U+0000 nor keys of any length.
 */
export const accountSubject = (email: string) =>
  `account:${email.trim().toLowerCase().replaceAll('\u0000', '').slice(0, LONGEST_ADDRESS)}`

/**
 * Counts an attempt as failed before it is looked at, so that attempts made at the same moment cannot all be the tenth. A right
 * one is taken back with `takeBackAttempt`, a complete sign-in clears the count with `clearAttempts`.
 */
export async function countAttempt(ctx: ServiceContext, subject: string): Promise<CountedAttempt> {
  const now = ctx.now()
  const lockUntil = new Date(now.getTime() + LOCKOUT.durationMs)
  const forgotten = new Date(now.getTime() - FORGOTTEN_AFTER_MS)
  await ctx.pool.query('delete from sign_in_failure where first_at < $1 and (locked_until is null or locked_until <= $2)', [
    forgotten,
    now,
  ])
  const { rows } = await ctx.pool.query<{ counted: boolean }>(
    `insert into sign_in_failure as f (subject, failures, first_at, locked_until) values ($1, 1, $2, null)
     on conflict (subject) do update set
       failures = case when f.locked_until is null then f.failures + 1 else 1 end,
       first_at = case when f.locked_until is null then f.first_at else $2 end,
       locked_until = case when f.locked_until is null and f.failures + 1 >= $4 then $3::timestamptz end
     where f.locked_until is null or f.locked_until <= $2
     returning true as counted`,
    [subject, now, lockUntil, LOCKOUT.failures],
  )
  if (rows.length > 0) return { allowed: true }
  const locked = await ctx.db.signInFailure.findUnique({ where: { subject } })
  return { allowed: false, lockedUntil: locked?.lockedUntil ?? lockUntil }
}

/** The password was right, but a second factor is still to come: this attempt no longer counts, earlier ones do. */
export async function takeBackAttempt(ctx: ServiceContext, subject: string): Promise<void> {
  await ctx.pool.query(
    `update sign_in_failure set failures = greatest(failures - 1, 0),
       locked_until = case when failures - 1 >= $2 then locked_until end
     where subject = $1`,
    [subject, LOCKOUT.failures],
  )
}

/** Somebody signed in completely. */
export async function clearAttempts(ctx: ServiceContext, subject: string): Promise<void> {
  await ctx.db.signInFailure.deleteMany({ where: { subject } })
}
