import type { AgentEventOf } from '@counterfoil/protocol'
import { describe, expect, it } from 'vitest'
import { addUp, dayKey, minuteKey, salesOf } from './fold-sales.ts'
import type { EventPlace } from './payment-state.ts'

const place = { storeId: 1, businessDate: '2026-05-01' } as EventPlace
const at = Date.UTC(2026, 4, 1, 12, 34, 56, 789)
const event = (given: Partial<AgentEventOf<'payment.finalised'>>): AgentEventOf<'payment.finalised'> => ({
  v: 1,
  at,
  mono: 0,
  boot: '',
  kind: 'payment.finalised',
  terminal: 't',
  payment: 'p',
  paymentKind: 'sale',
  outcome: 'approved',
  amountMinor: 1_000,
  currency: 'EUR',
  recovered: false,
  result: {},
  transcript: [],
  ...given,
})

describe('sales', () => {
  it.each([
    ['approved sale', {}, { salesMinor: 1_000, refundedMinor: 0, approved: 1, declined: 0, cancelled: 0 }],
    ['declined sale', { outcome: 'declined' }, { salesMinor: 0, refundedMinor: 0, approved: 0, declined: 1, cancelled: 0 }],
    ['cancelled sale', { outcome: 'cancelled' }, { salesMinor: 0, refundedMinor: 0, approved: 0, declined: 0, cancelled: 1 }],
    ['refund', { paymentKind: 'refund' }, { salesMinor: -1_000, refundedMinor: 1_000, approved: 0, declined: 0, cancelled: 0 }],
    [
      'reversal',
      { paymentKind: 'reversal' },
      { salesMinor: -1_000, refundedMinor: 1_000, approved: 0, declined: 0, cancelled: 0 },
    ],
  ] as const)('of an %s', (_what, given, expected) => {
    expect(salesOf(event(given), place)).toMatchObject({
      ...expected,
      minuteMs: at - 56_789,
      scheme: 'none',
      funding: 'not_told',
      wallet: '',
    })
  })

  it('of a refund that failed are none', () => {
    expect(salesOf(event({ paymentKind: 'refund', outcome: 'declined' }), place)).toBeNull()
    expect(salesOf(event({ paymentKind: 'reversal', outcome: 'cancelled' }), place)).toBeNull()
  })

  it('add up per key and stand in key order, so that two hubs lock in one order', () => {
    const visa = { result: { method: { scheme: 'visa', funding: 'credit' as const, wallet: 'apple_pay' } } }
    const told = [event({ at: at + 60_000 }), event({}), event(visa), event({ outcome: 'declined' }), event(visa)]
    const sums = told.flatMap((one) => salesOf(one, place) ?? [])
    expect(
      addUp(sums, minuteKey).map(({ minuteMs, scheme, salesMinor, approved, declined }) => [
        minuteMs - at + 56_789,
        scheme,
        salesMinor,
        approved,
        declined,
      ]),
    ).toEqual([
      [0, 'none', 1_000, 1, 1],
      [0, 'visa', 2_000, 2, 0],
      [60_000, 'none', 1_000, 1, 0],
    ])
    expect(addUp(sums, dayKey).map(({ scheme, wallet, salesMinor, approved }) => [scheme, wallet, salesMinor, approved])).toEqual(
      [
        ['none', '', 2_000, 2],
        ['visa', 'apple_pay', 2_000, 2],
      ],
    )
    expect(addUp([...sums].reverse(), minuteKey)).toEqual(addUp(sums, minuteKey))
  })
})
