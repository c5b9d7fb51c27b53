import { type LimitName, networkOf, rateLimits, subjectOf, takeRate } from '@counterfoil/services/rate-limits'
import type { HubParts } from './hub-parts.ts'

/** Holds addresses back whose tries fail too often. Those that succeed cost nothing: a whole chain comes back at once. */
export interface RefusalGate {
  /** Whether this address must wait a little. */
  isHeld(address: string): boolean
  /** A try from this address failed: counted in the database, so over all hubs and restarts. */
  failed(address: string): void
}

const MOST_HELD = 10_000

export function createRefusalGate({ pool, clock, log }: Pick<HubParts, 'pool' | 'clock' | 'log'>, name: LimitName): RefusalGate {
  const ctx = { pool, now: () => new Date(clock.nowMs()) }
  const heldUntilMs = new Map<string, number>()

  async function count(address: string): Promise<void> {
    const taken = await takeRate(ctx, subjectOf(name, { address }), rateLimits[name])
    if (taken.ok) return
    const network = networkOf(address)
    if (!heldUntilMs.has(network)) log.warn({ limit: name, address }, 'too many tries of an address failed: it is held back')
    // The one held for longest goes first: memory has an end, whatever the number of addresses.
    if (heldUntilMs.size >= MOST_HELD) for (const oldest of heldUntilMs.keys()) if (heldUntilMs.delete(oldest)) break
    heldUntilMs.set(network, clock.monotonicMs() + taken.retryAfterMs)
  }

  return {
    isHeld(address) {
      if (heldUntilMs.size === 0) return false
      const network = networkOf(address)
      const untilMs = heldUntilMs.get(network)
      if (untilMs === undefined) return false
      if (untilMs > clock.monotonicMs()) return true
      heldUntilMs.delete(network)
      return false
    },
    failed(address) {
      count(address).catch((error: unknown) => log.debug({ err: error }, 'a failed try was not counted'))
    },
  }
}
