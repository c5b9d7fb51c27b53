import { describe, expect, it } from 'vitest'
import { createVirtualClock } from './virtual-clock.ts'

describe('virtual clock', () => {
  it('fires in order of time, and of starting where times are equal', () => {
    const clock = createVirtualClock(1_000)
    const fired: string[] = []
    clock.startTimer(30, () => fired.push('c'))
    clock.startTimer(10, () => fired.push('a'))
    clock.startTimer(10, () => fired.push('b'))
    clock.startTimer(99, () => fired.push('late'))
    clock.advance(50)
    expect(fired).toEqual(['a', 'b', 'c'])
    expect(clock.monotonicMs()).toBe(50)
    expect(clock.nowMs()).toBe(1_050)
    expect(clock.pendingTimers).toBe(1)
  })

  it('runs timers started by timers within the same advance', () => {
    const clock = createVirtualClock()
    const seen: number[] = []
    const again = (): void => {
      seen.push(clock.monotonicMs())
      if (seen.length < 4) clock.startTimer(10, again)
    }
    clock.startTimer(10, again)
    clock.advance(35)
    expect(seen).toEqual([10, 20, 30])
  })

  it('never fires a cancelled timer, and cancelling twice counts once', () => {
    const clock = createVirtualClock()
    let fired = 0
    const timers = Array.from({ length: 100 }, (_, index) => clock.startTimer(100 - index, () => (fired += 1)))
    for (const timer of timers.filter((_, index) => index % 2 === 0)) {
      timer.cancel()
      timer.cancel()
    }
    expect(clock.pendingTimers).toBe(50)
    clock.advance(1_000)
    expect(fired).toBe(50)
    expect(clock.runNext()).toBe(false)
  })
})
