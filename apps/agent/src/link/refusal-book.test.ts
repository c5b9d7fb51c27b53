import { createVirtualClock } from '@counterfoil/terminals'
import { describe, expect, it } from 'vitest'
import { type CountedRefusal, createRefusalBook } from './refusal-book.ts'

const HOUR_MS = 3_600_000
const address = 'https://hub.example:4000'
const expired = { address, cause: 'certificate_expired', detail: 'its certificate has expired' } as const

function open() {
  const clock = createVirtualClock(0)
  const told: CountedRefusal[] = []
  return { clock, told, book: createRefusalBook(clock, (refusal) => told.push(refusal)) }
}

describe('the book of refused hubs', () => {
  it('tells the first at once, and of a whole night one an hour with all that were', () => {
    const { clock, told, book } = open()
    for (let second = 0; second < 12 * 3_600; second += 30) {
      book.note(expired)
      clock.advance(30_000)
    }
    book.stop()
    expect(told).toHaveLength(13)
    expect(told[0]).toEqual({ kind: 'agent.refused_hub', ...expired, count: 1, fromMs: 0, toMs: 0 })
    expect(told[1]).toMatchObject({ fromMs: 30_000, toMs: HOUR_MS - 30_000, count: 119 })
    expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(12 * 120)
  })

  it('keeps causes and addresses apart', () => {
    const { told, book } = open()
    for (let times = 0; times < 3; times += 1) {
      book.note(expired)
      book.note({ ...expired, cause: 'old_tls' })
      book.note({ ...expired, address: 'https://second.example' })
    }
    expect(told.map(({ address: at, cause, count }) => [at, cause, count])).toEqual([
      [address, 'certificate_expired', 1],
      [address, 'old_tls', 1],
      ['https://second.example', 'certificate_expired', 1],
    ])
  })

  it('begins anew after an hour without any, and leaves no timer behind', () => {
    const { clock, told, book } = open()
    book.note(expired)
    clock.advance(2 * HOUR_MS)
    expect(clock.pendingTimers).toBe(0)
    book.note(expired)
    expect(told.map(({ count, fromMs }) => [count, fromMs])).toEqual([
      [1, 0],
      [1, 2 * HOUR_MS],
    ])
    book.stop()
    book.note(expired)
    expect(clock.pendingTimers).toBe(0)
    expect(told).toHaveLength(2)
  })
})
