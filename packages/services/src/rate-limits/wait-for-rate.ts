import type { ServiceContext } from '../context.ts'
import { type LimitName, type RateSubject, rateLimits, subjectOf } from './rate-limits.ts'

/** When the subject may take one more, ms; 0 for now. Takes nothing: for limits on what fails, asked before it is known. */
export async function waitForRate(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  name: LimitName,
  subject: RateSubject,
): Promise<number> {
  const { burst, perMs } = rateLimits[name]
  const { rows } = await ctx.pool.query<{ fullAt: Date }>('select full_at as "fullAt" from rate_bucket where subject = $1', [
    subjectOf(name, subject),
  ])
  const [row] = rows
  if (row === undefined) return 0
  const fullInMs = row.fullAt.getTime() - ctx.now().getTime()
  // Later than used up is from a clock that was ahead, which the next one that is taken sets right.
  return fullInMs > burst * perMs ? 0 : Math.max(0, fullInMs - (burst - 1) * perMs)
}
