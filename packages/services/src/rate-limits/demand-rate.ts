import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { type LimitName, type RateSubject, rateLimits, subjectOf } from './rate-limits.ts'
import { takeRate } from './take-rate.ts'

/** Takes one from a limit, or refuses with `too_many`. */
export async function demandRate(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  name: LimitName,
  subject: RateSubject,
): Promise<void> {
  const taken = await takeRate(ctx, subjectOf(name, subject), rateLimits[name])
  if (taken.ok) return
  const seconds = Math.ceil(taken.retryAfterMs / 1_000)
  throw new ServiceError('too_many', `That was too often in a short time. Try again in ${seconds} s.`, {
    reason: 'too_often',
    retryAfterMs: taken.retryAfterMs,
  })
}
