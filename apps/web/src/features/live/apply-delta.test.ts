import type { LivePayment, StoreDelta } from '@counterfoil/protocol'
import type { LiveStore } from '@counterfoil/services/live'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyFrame, judgeDelta } from './apply-delta.ts'
import { KEPT_PAYMENTS, type LiveState, mergePayments } from './live-state.ts'

const T0 = Date.UTC(2026, 10, 20, 13, 0)

const store: LiveStore = {
  storeId: 1,
  code: '0417',
  name: 'Köln Ehrenfeld',
  nameLang: 'de',
  country: 'DE',
  region: 'Nordrhein-Westfalen',
  city: 'Köln',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  rev: 10,
  recordedAtMs: T0,
  businessDate: '2026-11-20',
  dayStartMs: T0 - 10 * 3_600_000,
  dayEndMs: T0 + 14 * 3_600_000,
  days: [],
  minutes: [],
  methods: [],
  unknowns: [],
  terminals: [],
  agents: [],
}

const state: LiveState = {
  stores: new Map([[1, store]]),
  payments: [],
  minutesFromMs: T0,
  hubTimeMs: T0,
  behind: new Set(),
}

function delta(over: Partial<StoreDelta>): StoreDelta {
  return {
    storeId: 1,
    fromRev: 10,
    rev: 11,
    recordedAtMs: T0,
    days: [],
    minutes: [],
    methods: [],
    payments: [],
    terminals: [],
    agents: [],
    ...over,
  }
}

function day(salesMinor: number, businessDate = '2026-11-20') {
  return { businessDate, currency: 'EUR', salesMinor, payments: 1, approved: 1, declined: 0, cancelled: 0, unknownOpen: 0 }
}

function payment(over: Partial<LivePayment> & { id: string }): LivePayment {
  return {
    storeId: 1,
    lane: '1',
    terminalKey: 'a',
    kind: 'sale',
    amountMinor: 100,
    currency: 'EUR',
    outcome: 'approved',
    stage: null,
    recovered: false,
    scheme: null,
    funding: null,
    wallet: null,
    openedAtMs: T0,
    updatedAtMs: T0,
    ...over,
  }
}

const frame = (...deltas: StoreDelta[]) => ({ hubTimeMs: T0 + 60_000, deltas })
const salesOf = (held: LiveState) => held.stores.get(1)?.days[0]?.salesMinor

describe('judgeDelta', () => {
  test('older, overlapping, following and skipping deltas', () => {
    expect(judgeDelta(10, { fromRev: 8, rev: 10 })).toBe('older')
    expect(judgeDelta(10, { fromRev: 8, rev: 12 })).toBe('applies')
    expect(judgeDelta(10, { fromRev: 10, rev: 11 })).toBe('applies')
    expect(judgeDelta(10, { fromRev: 11, rev: 12 })).toBe('gap')
  })
})

describe('applyFrame', () => {
  test('new values replace held ones', () => {
    const once = applyFrame(state, frame(delta({ days: [day(500)] })))
    const twice = applyFrame(once, frame(delta({ fromRev: 11, rev: 12, days: [day(900)] })))
    expect(salesOf(twice)).toBe(900)
    expect(twice.stores.get(1)?.days).toHaveLength(1)
    expect(twice.behind.size).toBe(0)
  })

  test('a hole keeps the held values and names the store', () => {
    const after = applyFrame(state, frame(delta({ fromRev: 15, rev: 16, days: [day(900)] })))
    expect(after.stores.get(1)).toBe(store)
    expect([...after.behind]).toEqual([1])
  })

  test('a store not held, and a business day that turned, are asked for again', () => {
    const after = applyFrame(state, frame(delta({ storeId: 7 }), delta({ days: [day(1, '2026-11-21')] })))
    expect([...after.behind]).toEqual([7, 1])
  })

  test('sums of an earlier business day do not count as today', () => {
    const after = applyFrame(
      state,
      frame(
        delta({
          days: [day(5, '2026-11-19')],
          methods: [
            {
              businessDate: '2026-11-19',
              currency: 'EUR',
              scheme: 'visa',
              funding: 'debit',
              wallet: null,
              salesMinor: 5,
              approved: 1,
              finished: 1,
            },
          ],
        }),
      ),
    )
    expect(after.stores.get(1)?.days).toEqual([])
    expect(after.stores.get(1)?.methods).toEqual([])
  })

  test('an unknown outcome stays open until its payment says otherwise', () => {
    const opened = applyFrame(state, frame(delta({ payments: [payment({ id: 'p', outcome: 'unknown', stage: 'asking' })] })))
    expect(opened.stores.get(1)?.unknowns).toHaveLength(1)
    const closed = applyFrame(
      opened,
      frame(delta({ fromRev: 11, rev: 12, payments: [payment({ id: 'p', recovered: true, updatedAtMs: T0 + 1 })] })),
    )
    expect(closed.stores.get(1)?.unknowns).toEqual([])
    expect(closed.payments[0]?.recovered).toBe(true)
  })

  test('a terminal keeps the words of the registry', () => {
    const terminal = {
      terminalId: 3,
      key: 'a',
      lane: '1',
      condition: 'ready' as const,
      reason: null,
      code: null,
      text: null,
      sinceMs: T0,
    }
    const held = new Map([[1, { ...store, terminals: [{ ...terminal, protocol: 'zvt', label: 'H5000', note: 'ZVT stand-in' }] }]])
    const after = applyFrame(
      { ...state, stores: held },
      frame(delta({ terminals: [{ ...terminal, condition: 'unreachable', reason: 'port_gone' }] })),
    )
    expect(after.stores.get(1)?.terminals).toMatchObject([{ condition: 'unreachable', note: 'ZVT stand-in', label: 'H5000' }])
  })

  test('minutes older than two hours are let go', () => {
    const after = applyFrame(
      state,
      frame(
        delta({
          minutes: [
            [T0 - 3 * 3_600_000, 'EUR', 1, 1, 1, 0, 0],
            [T0, 'EUR', 2, 1, 1, 0, 0],
          ],
        }),
      ),
    )
    expect(after.stores.get(1)?.minutes).toEqual([[T0, 'EUR', 2, 1, 1, 0, 0]])
  })

  test('property: repeats, late copies and overlaps end where each change once and in order ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9_999 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }),
        (values, repeats) => {
          const inOrder = values.map((value, k) =>
            delta({ fromRev: 10 + k, rev: 11 + k, days: [day(value)], minutes: [[T0, 'EUR', value, 1, 1, 0, 0]] }),
          )
          const noisy = [...inOrder]
          for (const [of, back] of repeats) {
            const at = of % inOrder.length
            const original = inOrder[at]
            if (original === undefined) continue
            const place = noisy.indexOf(original) + 1 + (back % (noisy.length - noisy.indexOf(original)))
            noisy.splice(place, 0, { ...original, fromRev: Math.max(10, original.fromRev - (back % 3)) })
          }
          const plain = inOrder.reduce((held, each) => applyFrame(held, frame(each)), state)
          const after = noisy.reduce((held, each) => applyFrame(held, frame(each)), state)
          expect(after).toEqual(plain)
          expect(after.behind.size).toBe(0)
        },
      ),
    )
  })

  test('property: whatever is lost, a store is either up to date or named as behind', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), (kept) => {
        const all = kept.map((_, k) => delta({ fromRev: 10 + k, rev: 11 + k, days: [day(k)] }))
        const came = all.filter((_, k) => kept[k])
        const after = came.reduce((held, each) => applyFrame(held, frame(each)), state)
        const held = after.stores.get(1)
        const contiguous = kept.indexOf(false) === -1 ? kept.length : kept.indexOf(false)
        expect(held?.rev).toBe(10 + contiguous)
        expect(after.behind.has(1)).toBe(came.length > contiguous)
      }),
    )
  })
})

describe('mergePayments', () => {
  test('a change keeps its place, an older copy changes nothing, the list stays short', () => {
    const many = Array.from({ length: KEPT_PAYMENTS + 5 }, (_, k) =>
      payment({ id: `p${String(k).padStart(3, '0')}`, openedAtMs: T0 + k }),
    )
    const list = mergePayments([], many)
    expect(list).toHaveLength(KEPT_PAYMENTS)
    const third = list[2]
    if (third === undefined) throw new Error('three rows were put in')
    const changed = mergePayments(list, [{ ...third, outcome: 'declined', updatedAtMs: T0 + 9 }])
    expect(changed[2]).toMatchObject({ id: third.id, outcome: 'declined' })
    expect(mergePayments(changed, [{ ...third, updatedAtMs: T0 - 1 }])[2]?.outcome).toBe('declined')
  })
})
