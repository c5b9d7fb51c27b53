import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeDue } from './judge-due.ts'

const DAY = 86_400_000
const at = (day: number) => day * DAY

describe('when a device is to be looked at', () => {
  it.each([
    ['never looked at, in use for less than the interval', { inUseSinceMs: at(0), lastMs: null, days: 30 }, 10, 'later', 30],
    ['looked at, a week before', { inUseSinceMs: at(0), lastMs: at(10), days: 30 }, 33, 'due', 40],
    ['a quarter of a short interval before, not a week', { inUseSinceMs: at(0), lastMs: at(10), days: 4 }, 12.9, 'later', 14],
    ['a day before it ends', { inUseSinceMs: at(0), lastMs: at(10), days: 4 }, 13, 'due', 14],
    ['at the very moment', { inUseSinceMs: at(0), lastMs: at(10), days: 30 }, 40, 'overdue', 40],
    ['back in use after a long time on the shelf', { inUseSinceMs: at(100), lastMs: at(10), days: 30 }, 100, 'overdue', 100],
    ['looked at on the shelf', { inUseSinceMs: at(100), lastMs: at(99), days: 30 }, 100, 'later', 129],
  ] as const)('%s', (_, facts, day, state, dueDay) => {
    expect(judgeDue(facts, at(day))).toEqual({ state, dueAtMs: at(dueDay) })
  })

  it('is never before it went in use, nor later than an interval after it or after the last time', () => {
    const ms = fc.integer({ min: 0, max: 4_000 * DAY })
    const facts = fc.record({ inUseSinceMs: ms, lastMs: fc.option(ms), days: fc.integer({ min: 1, max: 365 }) })
    fc.assert(
      fc.property(facts, ms, (given, nowMs) => {
        const { dueAtMs, state } = judgeDue(given, nowMs)
        expect(dueAtMs).toBeGreaterThanOrEqual(given.inUseSinceMs)
        expect(dueAtMs).toBeLessThanOrEqual(Math.max(given.inUseSinceMs, given.lastMs ?? 0) + given.days * DAY)
        expect(state === 'overdue').toBe(nowMs >= dueAtMs)
      }),
    )
  })
})
