import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeRing, type RingCounts, type RingFacts } from './judge-ring.ts'
import { ringsOf } from './rings.ts'

const HOUR_MS = 3_600_000
const NONE: RingCounts = { waiting: 0, absent: 0, works: 0, offline: 0, returned: 0, failed: 0 }
const well: RingFacts = {
  counts: { ...NONE, works: 1 },
  here: { agents: 1, absent: 0 },
  after: { approved: 57, of: 60 },
  before: { approved: 950, of: 1_000 },
  others: null,
  ringSinceMs: 0,
  lastWorksMs: HOUR_MS,
  soakMs: 2 * HOUR_MS,
  isLast: false,
}
const judge = (change: Partial<RingFacts>, nowMs = 4 * HOUR_MS) => judgeRing({ ...well, ...change }, nowMs)
const counts = (change: Partial<RingCounts>) => ({ counts: { ...NONE, ...change } })

describe('a ring', () => {
  it('goes on when all of it works, has rested, and sells as before', () => {
    expect(judge({})).toEqual({ step: 'advance' })
    expect(judge({}, 2.9 * HOUR_MS)).toEqual({ step: 'wait', why: 'soak' })
    expect(judge(counts({ works: 1, waiting: 1 }))).toEqual({ step: 'wait', why: 'agents' })
    expect(judge({ counts: NONE })).toEqual({ step: 'advance' })
    expect(judge({ isLast: true, after: { approved: 0, of: 0 } })).toEqual({ step: 'advance' })
  })

  it('goes on without the few stores that are away, and is not at its end before they have it', () => {
    const few = { counts: { ...NONE, works: 3, absent: 1 }, here: { agents: 4, absent: 1 } }
    expect(judge(few)).toEqual({ step: 'advance' })
    expect(judge({ ...few, isLast: true })).toEqual({ step: 'wait', why: 'absent' })
    expect(judge({ counts: { ...NONE, works: 8, absent: 3 }, here: { agents: 5, absent: 3 } })).toEqual({
      step: 'wait',
      why: 'absent',
    })
    expect(judge({ counts: { ...NONE, absent: 1 }, here: { agents: 1, absent: 1 } })).toEqual({ step: 'wait', why: 'absent' })
  })

  it('fares the same whoever is away, unless it is most of it, and never goes on by those nobody saw', () => {
    const nat = (max: number) => fc.nat({ max })
    const ring = fc.record({
      ...{ waiting: nat(3), works: nat(60), offline: nat(2), returned: nat(2), failed: nat(12), absent: nat(80) },
      ...{ earlier: nat(20), after: nat(80), isLast: fc.boolean(), nowMs: nat(5 * HOUR_MS) },
    })
    fc.assert(
      fc.property(ring, ({ earlier, after, isLast, nowMs, ...counts }) => {
        const mine = { ...counts, works: counts.works + earlier, offline: Math.min(counts.offline, counts.works) }
        const agents = counts.waiting + counts.works + counts.returned + counts.failed + counts.absent
        const here = { agents, absent: counts.absent }
        const facts = { after: { approved: after, of: after }, isLast }
        const verdict = judge({ ...facts, counts: mine, here }, nowMs)
        if (counts.absent * 2 > agents || (isLast && counts.absent > 0)) expect(verdict.step).not.toBe('advance')
        else if (agents > 0)
          expect(verdict).toEqual(
            judge({ ...facts, counts: { ...mine, absent: 0 }, here: { agents: agents - counts.absent, absent: 0 } }, nowMs),
          )
        if (verdict.step === 'wait' && verdict.why === 'absent') expect(counts.absent).toBeGreaterThan(0)
      }),
      { numRuns: 2_000 },
    )
  })

  it('waits for thirty payments, however long that takes', () => {
    expect(judge({ after: { approved: 29, of: 29 } }, 400 * HOUR_MS)).toEqual({ step: 'wait', why: 'few_payments' })
    expect(judge({ after: { approved: 0, of: 29 } })).toEqual({ step: 'wait', why: 'few_payments' })
    expect(judge({ after: { approved: 30, of: 30 } })).toEqual({ step: 'advance' })
  })

  it('stops at the first agent that went back, and in a large ring when it is more than chance', () => {
    expect(judge(counts({ works: 9, returned: 1 }))).toEqual({ step: 'stop', why: 'returned' })
    expect(judge(counts({ works: 999, returned: 1 }))).toEqual({ step: 'advance' })
    expect(judge(counts({ works: 950, returned: 50 }))).toEqual({ step: 'stop', why: 'returned' })
    expect(judge(counts({ works: 1, offline: 1 }))).toEqual({ step: 'stop', why: 'offline' })
    expect(judge(counts({ works: 2_000, offline: 3 }))).toEqual({ step: 'advance' })
    expect(judge(counts({ works: 50, failed: 50 }))).toEqual({ step: 'stop', why: 'failed' })
    expect(judge(counts({ works: 95, failed: 5 }))).toEqual({ step: 'advance' })
  })

  it('stops when fewer are approved than before by more than chance, unless it is so everywhere', () => {
    const low = { after: { approved: 40, of: 60 } }
    expect(judge(low)).toEqual({ step: 'stop', why: 'approvals_low' })
    expect(judge({ ...low, others: { approved: 9_500, of: 10_000 } })).toEqual({ step: 'stop', why: 'approvals_low' })
    expect(judge({ ...low, others: { approved: 660, of: 1_000 } })).toEqual({ step: 'advance' })
    expect(judge({ after: { approved: 26, of: 30 } })).toEqual({ step: 'advance' })
    expect(judge({ after: { approved: 9_200, of: 10_000 } })).toEqual({ step: 'advance' })
  })

  it('stops a version that cannot pay also where nothing was sold before', () => {
    const nothing = { before: { approved: 0, of: 0 } }
    expect(judge({ ...nothing, after: { approved: 0, of: 30 } })).toEqual({ step: 'stop', why: 'approvals_low' })
    expect(judge({ ...nothing, after: { approved: 25, of: 30 } })).toEqual({ step: 'advance' })
  })
})

describe('the rings', () => {
  const stores = Array.from({ length: 200 }, (_, index) => ({ id: index + 1, code: String(index), isLab: index < 2 }))
  const sizes = (rings: ReadonlyMap<number, number>) =>
    [0, 1, 2, 3, 4].map((ring) => [...rings.values()].filter((one) => one === ring).length)

  it('hold the lab, one store, 5 %, 25 % and the rest, and each store once', () => {
    expect(sizes(ringsOf(stores, '0.2.0'))).toEqual([2, 1, 9, 40, 148])
    expect(sizes(ringsOf(stores.slice(2, 5), '0.2.0'))).toEqual([0, 1, 1, 1, 0])
    expect(sizes(ringsOf([], '0.2.0'))).toEqual([0, 0, 0, 0, 0])
  })

  it('are the same whenever asked, and others for another version', () => {
    expect(ringsOf(stores.toReversed(), '0.2.0')).toEqual(new Map([...ringsOf(stores.toReversed(), '0.2.0')]))
    const first = (version: string) => [...ringsOf(stores, version)].find(([, ring]) => ring === 1)?.[0]
    expect(new Set(['0.2.0', '0.3.0', '0.4.0', '0.5.0'].map(first)).size).toBeGreaterThan(1)
    expect(first('0.2.0')).toBe([...ringsOf(stores.toReversed(), '0.2.0')].find(([, ring]) => ring === 1)?.[0])
  })
})
