import { describe, expect, it } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

describe('rate limit', () => {
  it('lets a burst through, then one per interval, each address for itself', () => {
    const limit = createRateLimit({ burst: 3, refillMs: 1_000 })
    expect([1, 2, 3, 4].map(() => limit.take('a', 0))).toEqual([true, true, true, false])
    expect(limit.take('b', 0)).toBe(true)
    expect(limit.take('a', 999)).toBe(false)
    expect(limit.take('a', 1_000)).toBe(true)
    expect(limit.take('a', 1_001)).toBe(false)
    expect([1, 2, 3, 4].map(() => limit.take('a', 100_000))).toEqual([true, true, true, false])
  })
})
