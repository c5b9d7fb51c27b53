import { describe, expect, it } from 'vitest'
import { createReadyRoom } from './ready-room.ts'

/** Names of those who have come in so far. */
function visitors(room: ReturnType<typeof createReadyRoom>) {
  const inside: string[] = []
  return {
    inside,
    async come(name: string, events: number) {
      await room.enter(events)
      inside.push(name)
    },
  }
}

describe('the ready room', () => {
  it('lets in at once while there is room, the last one whole', () => {
    const room = createReadyRoom(10)
    expect(room.enter(9)).toBeUndefined()
    expect(room.enter(5)).toBeUndefined()
    expect(room.enter(1)).toBeInstanceOf(Promise)
    expect(room.waitingEvents).toBe(1)
  })

  it('lets those who wait in by turn, as room is given back', async () => {
    const room = createReadyRoom(10)
    const { inside, come } = visitors(room)
    const all = [come('a', 10), come('b', 6), come('c', 6), come('d', 1)]
    await all[0]
    expect(inside).toEqual(['a'])
    expect(room.waitingEvents).toBe(13)
    room.leave(10)
    await Promise.all([all[1], all[2]])
    expect(inside).toEqual(['a', 'b', 'c'])
    room.leave(6)
    await all[3]
    expect(room.waitingEvents).toBe(0)
  })

  it('lets nobody pass one who waits', async () => {
    const room = createReadyRoom(10)
    const { inside, come } = visitors(room)
    const all = [come('a', 10), come('large', 200), come('small', 1)]
    room.leave(10)
    await all[1]
    expect(inside).toEqual(['a', 'large'])
    room.leave(200)
    await all[2]
    expect(inside).toEqual(['a', 'large', 'small'])
  })
})
