import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { logOfEntries, namedEntries, ORIGIN } from '../../tests/support/log-of-entries.ts'
import { openOutbox } from '../outbox/open-outbox.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { createMemoryWitnessStore } from '../testing/memory-witness-store.ts'
import type { WitnessStore } from './witnessed-log.ts'

const entries = logOfEntries(namedEntries('entry', 0, 400))
const log = { origin: ORIGIN, logKey: 'key' }
let outbox: Outbox
beforeEach(() => {
  outbox = openOutbox({ path: ':memory:', epoch: 1 })
})
afterEach(() => outbox.close())

const kinds: readonly [string, () => WitnessStore][] = [
  ['SQLite', () => outbox.witness('hub-a')],
  ['memory', createMemoryWitnessStore],
]

describe.each(kinds)('what was seen, in %s', (_kind, open) => {
  const step = (before: number, size: number, atMs = size) => ({ before: BigInt(before), log, next: entries.seen(size), atMs })

  it('moves on only from the tree that is still the last one', () => {
    const store = open()
    expect(store.advance(step(0, 5))).toBe(true)
    expect(store.log()).toEqual({ ...log, sinceMs: 5 })
    // Of two that looked at once, the slower one changes nothing.
    expect(store.advance(step(0, 4))).toBe(false)
    expect(store.advance(step(5, 9))).toBe(true)
    expect(store.advance(step(5, 7))).toBe(false)
    expect(store.last()).toEqual({ ...entries.seen(9), atMs: 9 })
    expect(store.older()).toEqual([entries.seen(5)])
  })

  it('keeps the log’s name and day of the first sight, and the key it is told', () => {
    const store = open()
    store.advance(step(0, 5))
    store.advance({ ...step(5, 6), log: { ...log, logKey: 'another' } })
    expect(store.log()).toEqual({ origin: ORIGIN, logKey: 'another', sinceMs: 5 })
  })

  it('counts an hour of silence as one tree', () => {
    const store = open()
    store.advance(step(0, 5, 1))
    store.advance(step(5, 5, 60_000))
    expect(store.older()).toEqual([])
    expect(store.last()?.atMs).toBe(60_000)
  })

  it('forgets what was lost, but keeps its last note', () => {
    const store = open()
    for (const [before, size] of [
      [0, 5],
      [5, 9],
      [9, 12],
    ] as const)
      store.advance(step(before, size))
    const restored = { from: 9n, to: 12n, index: 10n, leaf: 'leaf', entry: '{}' }
    expect(store.advance({ ...step(12, 11), restored })).toBe(true)
    expect(store.last()?.size).toBe(11n)
    expect(store.older().map(({ size }) => size)).toEqual([9n, 5n])
    expect(store.restorations()).toEqual([{ ...restored, lost: entries.note(12), atMs: 11 }])
  })

  it('counts refusals of one kind, keeps what came first and last, and settles them when it goes on', () => {
    const store = open()
    store.advance(step(0, 5))
    const ours = entries.note(5)
    for (const theirs of ['a', 'b', 'c']) store.keepRefused({ cause: 'smaller', why: theirs, ours, theirs }, 7)
    store.keepRefused({ cause: 'other_key', why: 'key', ours, theirs: 'd' }, 8)
    expect(store.refused()).toMatchObject([
      { cause: 'smaller', count: 3, theirs: 'a', newest: 'c', settled: false },
      { cause: 'other_key', count: 1, settled: false },
    ])
    store.advance(step(5, 6))
    expect(store.refused().every(({ settled }) => settled)).toBe(true)
    store.keepRefused({ cause: 'other_key', why: 'key', ours, theirs: 'e' }, 9)
    expect(store.refused()).toHaveLength(3)
  })

  it('keeps a bounded choice of refusals: the first ones and the newest', () => {
    const store = open()
    for (let nth = 0; nth < 100; nth += 1) store.keepRefused({ cause: 'malformed', why: 'x', ours: `${nth}`, theirs: '' }, nth)
    const kept = store.refused().map(({ ours }) => Number(ours))
    expect(kept.length).toBeLessThanOrEqual(32)
    expect(kept.slice(0, 16)).toEqual(Array.from({ length: 16 }, (_, nth) => nth))
    expect(kept.at(-1)).toBe(99)
  })
})

describe('what was seen, in the outbox’s file', () => {
  it('is a thinning choice of trees, the newest sixteen among them', () => {
    const store = outbox.witness('hub-a')
    for (let size = 1; size <= 400; size += 1)
      store.advance({ before: BigInt(size - 1), log, next: { size: BigInt(size), root: `${size}`, note: '' }, atMs: size })
    const older = store.older().map(({ size }) => Number(size))
    expect(older.length).toBeLessThan(40)
    expect(older.slice(0, 15)).toEqual(Array.from({ length: 15 }, (_, nth) => 399 - nth))
    expect(older.at(-1)).toBeLessThanOrEqual(256)
  })

  it('is told apart by hub', () => {
    const [one, other] = [outbox.witness('hub-a'), outbox.witness('hub-b')]
    one.advance({ before: 0n, log, next: entries.seen(5), atMs: 1 })
    expect(other.last()).toBeUndefined()
    expect(other.advance({ before: 0n, log, next: entries.seen(2), atMs: 2 })).toBe(true)
    expect(one.last()?.size).toBe(5n)
  })
})
