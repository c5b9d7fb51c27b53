import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { WatchScope } from '@counterfoil/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServiceContext } from '../src/context.ts'
import {
  getLiveComparison,
  getLiveSnapshot,
  getLiveSnapshotAsOf,
  getStorePatterns,
  type LiveComparison,
  type LiveSnapshot,
  type StorePattern,
} from '../src/live/index.ts'
import { rebuildProjections } from '../src/rebuild/index.ts'
import { hubContext } from './audit-log-bed.ts'
import { newId } from './ingest-bed.ts'
import { type MovableClock, openMovableClock } from './movable-clock.ts'
import { recordHistory } from './recorded-history.ts'

const scope: WatchScope = { kind: 'chain' }
let base: TestDatabase
let clock: MovableClock
let lastMs = 0
const seen: {
  readonly atMs: number
  readonly snapshot: LiveSnapshot
  readonly comparison: LiveComparison
  readonly patterns: StorePattern[]
}[] = []

beforeAll(async () => {
  base = await openTestDatabase()
  clock = await openMovableClock(base)
  await recordHistory(base, clock, Math.ceil(Date.now() / 60_000) * 60_000, async (atMs) => {
    const ctx = ctxAt(atMs)
    const [snapshot, comparison] = [await getLiveSnapshot(ctx, { scope, after: 0 }), await getLiveComparison(ctx, { scope })]
    const patterns = await getStorePatterns(ctx, { storeIds: snapshot.stores.map(({ storeId }) => storeId) })
    seen.push({ atMs, snapshot, comparison, patterns })
    lastMs = atMs
  })
})
afterAll(async () => {
  await clock?.pool.end()
  await base?.close()
})

const ctxAt = (nowMs: number): ServiceContext => ({
  db: base.db,
  pool: clock.pool,
  actor: { kind: 'system', name: 'test' },
  now: () => new Date(nowMs),
  newId,
})

/** What is told of the past: all but revisions and the queues on the agents' disks. */
function asTold({ takenAtMs, stores, ...rest }: LiveSnapshot) {
  return {
    ...rest,
    asOfMs: takenAtMs,
    stores: stores.map(({ rev: _, recordedAtMs: __, agents, ...store }) => ({
      ...store,
      agents: agents.map(({ agentId, connected, sinceMs }) => ({ agentId, connected, sinceMs })),
    })),
  }
}

describe('the live page as of some moment', () => {
  it('is what it was then: sales, unknown outcomes, latest payments, terminals, agents', async () => {
    expect(seen.length).toBe(6)
    for (const { atMs, snapshot } of seen) {
      const then = await getLiveSnapshotAsOf(ctxAt(lastMs + 86_400_000), { scope, asOfMs: atMs + 31_000, after: 0 })
      expect(then).toEqual(asTold(snapshot))
    }
  })

  it('tells things that have changed since', async () => {
    const texts = seen.map(({ snapshot }) => JSON.stringify(asTold(snapshot)))
    expect(new Set(texts).size).toBe(seen.length)
    expect(seen.map(({ snapshot }) => snapshot.stores.flatMap((store) => store.unknowns.map(({ stage }) => stage)))).toEqual([
      [],
      ['asking'],
      ['needs_person'],
      [],
      [],
      [],
    ])
    const conditions = seen.map(({ snapshot }) => snapshot.stores.flatMap((store) => store.terminals.map((one) => one.condition)))
    expect(new Set(conditions.map(String)).size).toBeGreaterThan(2)
  })

  it('compares with last week, and draws each store’s day, as it did then', async () => {
    for (const { atMs, comparison, patterns } of seen) {
      const ctx = ctxAt(lastMs + 86_400_000)
      expect(await getLiveComparison(ctx, { scope, asOfMs: atMs })).toEqual(comparison)
      const storeIds = patterns.map(({ storeId }) => storeId)
      expect(await getStorePatterns(ctx, { storeIds, asOfMs: atMs })).toEqual(patterns)
    }
  })

  it('is the same after the figures were made again', async () => {
    await base.owner.query('delete from payment')
    await base.owner.query('delete from sales_minute')
    await base.owner.query('delete from terminal_condition')
    await rebuildProjections({ pool: base.owner, by: hubContext(base.pool) })
    for (const { atMs, snapshot } of seen) {
      const then = await getLiveSnapshotAsOf(ctxAt(lastMs), { scope, asOfMs: atMs, after: 0 })
      expect(then).toEqual(asTold(snapshot))
    }
  })

  it('of one store, and of stores after the first page', async () => {
    const [first, second] = seen[3]?.snapshot.stores ?? []
    const atMs = seen[3]?.atMs ?? 0
    const one = await getLiveSnapshotAsOf(ctxAt(lastMs), {
      scope: { kind: 'store', storeId: second?.storeId ?? 0 },
      asOfMs: atMs,
      after: 0,
    })
    expect(one.stores.map(({ storeId }) => storeId)).toEqual([second?.storeId])
    expect(one.payments.every(({ storeId }) => storeId === second?.storeId)).toBe(true)
    const next = await getLiveSnapshotAsOf(ctxAt(lastMs), { scope, asOfMs: atMs, after: first?.storeId ?? 0 })
    expect(next).toMatchObject({ stores: [{ storeId: second?.storeId }], payments: [], next: null })
  })

  it('is refused for a moment that has not come', async () => {
    await expect(getLiveSnapshotAsOf(ctxAt(lastMs), { scope, asOfMs: lastMs + 1, after: 0 })).rejects.toMatchObject({
      code: 'invalid',
      reason: 'in_the_future',
    })
  })
})
