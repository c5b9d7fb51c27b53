import { describe, expect, it } from 'vitest'
import { countPlaywright, countVitest, sum } from './test-counts.ts'

describe('counting test results', () => {
  it('adds what the runners report', () => {
    const unit = countVitest({ numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0 }, 1)
    const browser = countPlaywright({ stats: { expected: 4, unexpected: 0, flaky: 1, skipped: 0 } }, 0)
    expect(sum([unit, browser])).toEqual({ passed: 7, failed: 2, skipped: 2 })
  })

  it('counts a run without report, without tests, or with an error outside tests as a failure', () => {
    expect(countVitest(undefined, 0).failed).toBe(1)
    expect(countVitest({ numPassedTests: 0 }, 0).failed).toBe(1)
    expect(countVitest({ numPassedTests: 5 }, 1).failed).toBe(1)
    expect(countPlaywright({}, 0).failed).toBe(1)
  })
})
