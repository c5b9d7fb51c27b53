import { describe, expect, it } from 'vitest'
import { createAdmission } from './admission.ts'

const options = { perSecond: 100, burst: 10, mostWaitMs: 1_000, random: () => 0 }

describe('admission', () => {
  it('takes a burst at once, then so many a second, and keeps nobody waiting for longer than it may', () => {
    const admission = createAdmission(options)
    const verdicts = Array.from({ length: 200 }, () => admission.admit(0))
    const waits = verdicts.flatMap((verdict) => ('afterMs' in verdict ? [verdict.afterMs] : []))
    expect(waits.slice(0, 11)).toEqual(Array.from({ length: 11 }, () => 0))
    expect(waits.slice(11, 14)).toEqual([10, 20, 30])
    expect(waits).toHaveLength(111)
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_000)
  })

  it('spreads those who must come again', () => {
    const admission = createAdmission(options)
    const verdicts = Array.from({ length: 311 }, () => admission.admit(0))
    const again = verdicts.flatMap((verdict) => ('retryAfterMs' in verdict ? [verdict.retryAfterMs] : []))
    expect(again).toHaveLength(200)
    expect(again.at(0)).toBeGreaterThan(1_000)
    expect(again.at(-1)).toBeGreaterThanOrEqual(3_000)
    expect(again.at(-1)).toBeLessThanOrEqual(3_100)
    for (const afterMs of again) expect(admission.admit(afterMs)).toHaveProperty('afterMs')
  })

  it('is as fresh as ever after a pause', () => {
    const admission = createAdmission(options)
    for (let nth = 0; nth < 500; nth += 1) admission.admit(0)
    expect(admission.admit(60_000)).toEqual({ afterMs: 0 })
  })
})
