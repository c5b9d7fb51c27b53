const FIRST_MS = 1_000
const MAX_MS = 30_000

/** Full jitter between 1 s and the attempt's doubling limit, 30 s at most: thousands of agents must not come back at once. */
export function backOffMs(attempt: number, random: number): number {
  const limit = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(attempt + 1, 10))
  return Math.round(FIRST_MS + random * (limit - FIRST_MS))
}
