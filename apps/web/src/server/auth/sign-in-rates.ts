import type { ServiceContext } from '@counterfoil/services'
import { takeRate } from '@counterfoil/services/rate-limits'
import type { BetterAuthOptions } from 'better-auth'

type Storage = NonNullable<NonNullable<BetterAuthOptions['rateLimit']>['customStorage']>

/**
 * better-auth's limits, counted as all others are. Its own count begins anew only after a window in which nobody came: people behind
 * one address who sign in now and then, all day, would add up to a refusal.
 */
export const signInRates = (ctx: Pick<ServiceContext, 'pool' | 'now'>): Storage => ({
  async consume(key, { window, max }) {
    const taken = await takeRate(ctx, `signIn:${key}`, { burst: max, perMs: (window * 1_000) / max })
    return taken.ok ? { allowed: true, retryAfter: null } : { allowed: false, retryAfter: Math.ceil(taken.retryAfterMs / 1_000) }
  },
})
