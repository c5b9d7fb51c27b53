import { describe, expect, it } from 'vitest'
import { createGreetingTurns } from './greeting-turns.ts'

describe('greeting turns', () => {
  it('let so many be judged at once and the others wait in order', async () => {
    const turns = createGreetingTurns({ atOnce: 2, mostWaiting: 3 })
    const judged: number[] = []
    const entered = Array.from({ length: 5 }, (_, index) => turns.enter()?.then(() => judged.push(index)))
    await entered[1]
    expect(judged).toEqual([0, 1])
    expect(turns.waiting).toBe(3)
    turns.leave()
    await entered[2]
    turns.leave()
    turns.leave()
    await Promise.all(entered)
    expect(judged).toEqual([0, 1, 2, 3, 4])
    expect(turns.waiting).toBe(0)
  })

  it('turn away who would wait behind too many, and take the next when somebody has left', async () => {
    const turns = createGreetingTurns({ atOnce: 1, mostWaiting: 1 })
    await turns.enter()
    const second = turns.enter()
    expect(turns.enter()).toBeNull()
    turns.leave()
    await second
    expect(turns.enter()).not.toBeNull()
    turns.leave()
    turns.leave()
    expect(turns.enter()).not.toBeNull()
    expect(turns.waiting).toBe(0)
  })
})
