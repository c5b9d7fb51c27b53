import type { ServiceContext } from '../context.ts'

/** So much at once, then one more every `perMs`. */
export interface RateLimit {
  readonly burst: number
  readonly perMs: number
}

export type TakenRate = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number }

/**
 * Takes one from what the subject may have, or says when there is one again. One statement, so that of many at the same moment
 * no more get through than may; a refused one costs the subject nothing. What was taken outlives restarts.
 */
export async function takeRate(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  subject: string,
  { burst, perMs }: RateLimit,
): Promise<TakenRate> {
  const now = ctx.now()
  // A row holds when all of it may be used again. Later than that can be is from a clock that was ahead: used up, and no more.
  const usedUp = new Date(now.getTime() + burst * perMs)
  const { rows } = await ctx.pool.query<{ taken: boolean; fullAt: Date }>(
    `with taken as (
       insert into rate_bucket as b (subject, full_at) values ($1, $2::timestamptz + $3 * interval '1 ms')
       on conflict (subject) do update set full_at = least(greatest(b.full_at, $2) + $3 * interval '1 ms', $4)
       where b.full_at <= $4::timestamptz - $3 * interval '1 ms' or b.full_at > $4
       returning full_at)
     select true as taken, full_at as "fullAt" from taken
     union all
     select false, full_at from rate_bucket where subject = $1 and not exists (select from taken)`,
    [subject, now, perMs, usedUp],
  )
  const [row] = rows
  if (row?.taken === true) return { ok: true }
  // Without a row another one made it just now.
  const fullMs = (row?.fullAt ?? usedUp).getTime()
  return { ok: false, retryAfterMs: Math.max(1, fullMs - (burst - 1) * perMs - now.getTime()) }
}

/** Forgets subjects that may have everything again. */
export async function clearRates(ctx: Pick<ServiceContext, 'pool' | 'now'>): Promise<void> {
  await ctx.pool.query('delete from rate_bucket where full_at <= $1', [ctx.now()])
}
