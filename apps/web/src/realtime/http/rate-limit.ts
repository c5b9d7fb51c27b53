/** A bucket per address: `burst` at once, then one each `refillMs`. */
export interface RateLimit {
  /** Whether this address may go on now. */
  take(address: string, nowMs: number): boolean
}

const MOST_ADDRESSES = 10_000

export function createRateLimit({ burst, refillMs }: { burst: number; refillMs: number }): RateLimit {
  const buckets = new Map<string, { tokens: number; atMs: number }>()
  return {
    take(address, nowMs) {
      const held = buckets.get(address)
      const tokens = held === undefined ? burst : Math.min(burst, held.tokens + (nowMs - held.atMs) / refillMs)
      buckets.delete(address)
      // The one not heard of for longest goes: memory has an end, whatever the number of addresses.
      if (buckets.size >= MOST_ADDRESSES) for (const oldest of buckets.keys()) if (buckets.delete(oldest)) break
      buckets.set(address, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs })
      return tokens >= 1
    },
  }
}
