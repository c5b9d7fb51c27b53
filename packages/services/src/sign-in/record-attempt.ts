import { z } from 'zod'
import { recordAct, recordRefusal } from '../audit/index.ts'
import type { Factor, ServiceContext } from '../context.ts'
import type { Attempt } from './admit-attempt.ts'

type RecordContext = Pick<ServiceContext, 'pool' | 'actor' | 'origin' | 'now' | 'newId'>

export interface FailedAttempt {
  readonly action: 'sign_in.failed' | 'factor.failed'
  /** Null for an address without an account. */
  readonly userId: string | null
  readonly email: string
  readonly factor: Factor
  /** A stable word: wrong, code_used, locked … */
  readonly reason: string
  /** None for a try that was not let through. */
  readonly attempt: Attempt | null
}

/** Records a try that failed or was refused, and what it locked. What was typed stays out, but for an address that is one. */
export async function recordFailedAttempt(ctx: RecordContext, failed: FailedAttempt): Promise<void> {
  const { action, userId, email, factor, reason, attempt } = failed
  const target = { type: 'person', id: userId ?? 'unknown' }
  // Some type their password where the address belongs.
  const personal: Record<string, string> = z.email().safeParse(email.trim()).success ? { email: email.trim() } : {}
  const outcome = attempt === null ? 'refused' : 'failed'
  await recordRefusal(ctx, { action, target, outcome, reason, after: { factor }, personal })
  for (const locked of attempt?.lastFor ?? [])
    await recordAct(ctx, ctx.pool, { action: 'sign_in.locked', target, after: { locked, minutes: 30 }, personal })
}
