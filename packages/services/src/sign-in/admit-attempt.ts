import type { ServiceContext } from '../context.ts'
import { ACCOUNT_LIMIT, countAttempt, SOURCE_LIMIT, takeBackAttempt } from './count-attempt.ts'
import { accountSubject, sourceSubject } from './subjects.ts'

/** A try that was let through and counts as a failure until it is taken back. */
export interface Attempt {
  readonly account: string
  readonly source: string
  /** What is locked should it fail. */
  readonly lastFor: readonly ('account' | 'source')[]
}

export type Admission =
  | { readonly allowed: true; readonly attempt: Attempt }
  | { readonly allowed: false; readonly locked: 'account' | 'source'; readonly minutes: number }

type AttemptContext = Pick<ServiceContext, 'pool' | 'now' | 'origin'>

/** Asks whether one more password, code or passkey may be tried for this account from where the request came from. */
export async function admitAttempt(ctx: AttemptContext, email: string): Promise<Admission> {
  const account = accountSubject(email)
  const source = sourceSubject(ctx.origin?.address ?? 'unknown')
  const byAccount = await countAttempt(ctx, account, ACCOUNT_LIMIT)
  if (!byAccount.allowed) return { allowed: false, locked: 'account', minutes: minutesUntil(ctx, byAccount.lockedUntil) }
  const bySource = await countAttempt(ctx, source, SOURCE_LIMIT)
  if (!bySource.allowed) {
    // A locked source tries nothing, so it must not lock accounts either.
    await takeBackAttempt(ctx, account, ACCOUNT_LIMIT)
    return { allowed: false, locked: 'source', minutes: minutesUntil(ctx, bySource.lockedUntil) }
  }
  const lastFor = [byAccount.isLast && ('account' as const), bySource.isLast && ('source' as const)].filter(
    (one) => one !== false,
  )
  return { allowed: true, attempt: { account, source, lastFor } }
}

/** It was right, but a further factor is still to come: earlier failures stay counted. */
export async function forgiveAttempt(ctx: AttemptContext, { account, source }: Attempt): Promise<void> {
  await takeBackAttempt(ctx, account, ACCOUNT_LIMIT)
  await takeBackAttempt(ctx, source, SOURCE_LIMIT)
}

/** Somebody signed in completely. The source's count stays: an account of one's own must not free guesses at others. */
export async function settleAttempt(ctx: AttemptContext, { account, source }: Attempt): Promise<void> {
  await ctx.pool.query('delete from sign_in_failure where subject = $1', [account])
  await takeBackAttempt(ctx, source, SOURCE_LIMIT)
}

function minutesUntil(ctx: AttemptContext, lockedUntil: Date): number {
  return Math.max(1, Math.ceil((lockedUntil.getTime() - ctx.now().getTime()) / 60_000))
}
