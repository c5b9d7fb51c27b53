/** A bucket per agent: `burst` at once, then one each `refillMs`. */
export interface Pace {
  /** 0 when this one may go on, else how long until it may. */
  take(agentId: number, nowMs: number): number
}

/** More than agents of one hub. */
const MOST_AGENTS = 50_000

export function createPace({ burst, refillMs }: { readonly burst: number; readonly refillMs: number }): Pace {
  const buckets = new Map<number, { readonly tokens: number; readonly atMs: number }>()
  return {
    take(agentId, nowMs) {
      const held = buckets.get(agentId)
      const tokens = held === undefined ? burst : Math.min(burst, held.tokens + (nowMs - held.atMs) / refillMs)
      buckets.delete(agentId)
      if (buckets.size >= MOST_AGENTS) for (const oldest of buckets.keys()) if (buckets.delete(oldest)) break
      buckets.set(agentId, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs })
      return tokens >= 1 ? 0 : Math.ceil((1 - tokens) * refillMs)
    },
  }
}
