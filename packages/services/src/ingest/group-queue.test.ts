import { describe, expect, it } from 'vitest'
import { createGroupQueue, groupLength } from './group-queue.ts'

describe('group', () => {
  it.each([
    [[5], 10, 1],
    [[5, 5], 10, 2],
    [[5, 5, 1], 10, 2],
    [[50, 1], 10, 1],
    [[1, 50], 10, 1],
    [[], 10, 0],
  ])('of %j up to %i events takes %i items', (items, most, expected) => {
    expect(groupLength(items, (events) => events, most)).toBe(expected)
  })

  it('is what came while the one before was written; one at a time, in order', async () => {
    const groups: string[][] = []
    const finish: (() => void)[] = []
    const queue = createGroupQueue<string>({
      write: (items) => {
        groups.push([...items])
        return new Promise((resolve) => finish.push(resolve))
      },
      eventsOf: () => 1,
      maxEvents: 3,
    })
    const turn = () => new Promise((resolve) => setImmediate(resolve))
    for (const item of ['a', 'b', 'c', 'd', 'e']) queue.push(item)
    expect(groups).toEqual([['a']])
    expect(queue.waitingEvents).toBe(5)
    finish[0]?.()
    await turn()
    expect(groups).toEqual([['a'], ['b', 'c', 'd']])
    let idle = false
    void queue.idle().then(() => (idle = true))
    finish[1]?.()
    await turn()
    expect(idle).toBe(false)
    finish[2]?.()
    await turn()
    expect(groups).toEqual([['a'], ['b', 'c', 'd'], ['e']])
    expect(idle).toBe(true)
    expect(queue.waitingEvents).toBe(0)
    await queue.idle()
  })
})
