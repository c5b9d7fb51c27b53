import { describe, expect, it } from 'vitest'
import type { LedgerLine, OrderLine } from '../shop-floor/lane-plan.ts'
import type { Evidence, PaymentEvidence } from './evidence.ts'
import { judgeDelivery } from './judge-delivery.ts'
import { judgePayments } from './judge-payments.ts'
import { judgeSums } from './judge-sums.ts'

const AT = 1_700_000_040_000
const store = '10001'
const finalised = (amountMinor: number, paymentKind = 'sale', outcome = 'approved') =>
  JSON.stringify({ at: AT + 5, outcome, paymentKind, amountMinor })

const booked = (index: number, amountMinor: number, given: Partial<LedgerLine> = {}): LedgerLine => ({
  store,
  index,
  kind: 'sale',
  amountMinor,
  receipt: `000${index + 1}`,
  state: 'approved',
  atMs: AT,
  ...given,
})
const paid = (id: string, requestedMinor: number, given: Partial<PaymentEvidence> = {}): PaymentEvidence => ({
  store,
  id,
  kind: 'sale',
  requestedMinor,
  authorisedMinor: requestedMinor,
  outcome: 'approved',
  final: true,
  receipt: null,
  basket: id,
  ...given,
})
const order = (id: string, amountMinor: number, kind: LedgerLine['kind'] = 'sale'): OrderLine => ({
  what: 'placed',
  order: id,
  store,
  kind,
  amountMinor,
})
const told = (id: string, outcome: 'approved' | 'declined' | 'cancelled' = 'approved', amountMinor = 0): OrderLine => ({
  what: 'told',
  order: id,
  payment: id,
  outcome,
  amountMinor,
  receipt: undefined,
})

/** A sale of 500, one of 300 undone by a reversal, one of 200 that the terminal took back, one nobody could settle. */
const GOOD: Evidence = {
  ledger: [
    booked(0, 500),
    booked(1, 300),
    booked(2, 300, { kind: 'reversal' }),
    booked(1, 300, { state: 'reversed' }),
    booked(3, 200),
    booked(3, 200, { state: 'reversed' }),
    booked(4, 900),
  ],
  orders: [
    ...[order('a', 500), told('a'), order('b', 300), told('b'), order('c', 300, 'reversal'), told('c')],
    ...[order('d', 200), told('d', 'cancelled')],
    ...[order('e', 900), { what: 'undecided', order: 'e', payment: 'e' } as const],
    ...[order('f', 50), { what: 'refused', order: 'f', code: 'busy' } as const],
  ],
  payments: [
    paid('a', 500, { receipt: '0001' }),
    paid('b', 300),
    paid('c', 300, { kind: 'reversal' }),
    paid('d', 200, { outcome: 'cancelled' }),
    paid('e', 900, { outcome: 'unknown', final: false }),
  ],
  outboxes: [
    {
      store,
      epoch: 1,
      events: [
        { seq: 1, kind: 'payment.finalised', hash: 'h1', body: finalised(500) },
        { seq: 2, kind: 'payment.finalised', hash: 'h2', body: finalised(300) },
        { seq: 3, kind: 'payment.finalised', hash: 'h3', body: finalised(300, 'reversal') },
        { seq: 4, kind: 'payment.finalised', hash: 'h4', body: finalised(200, 'sale', 'cancelled') },
      ],
      acknowledged: [{ seq: 2, head: 'h2' }],
    },
  ],
  rows: [
    { store, epoch: 1, seq: 1, hash: 'h1', body: finalised(500) },
    { store, epoch: 1, seq: 2, hash: 'h2', body: finalised(300) },
    { store, epoch: 1, seq: 3, hash: 'h3', body: finalised(300, 'reversal') },
    { store, epoch: 1, seq: 4, hash: 'h4', body: finalised(200, 'sale', 'cancelled') },
  ],
  acknowledgements: [{ store, epoch: 1, highWater: 4, head: 'h4' }],
  days: [{ store, at: '2023-11-14', salesMinor: 500, approved: 2 }],
  minutes: [{ store, at: String(AT), salesMinor: 500, approved: 2 }],
}

const all = (changed: Partial<Evidence>): string[] => {
  const evidence = { ...GOOD, ...changed }
  return [...judgeDelivery(evidence), ...judgePayments(evidence), ...judgeSums(evidence)].map(
    ({ invariant, what }) => `${invariant}: ${what}`,
  )
}

it('finds nothing where nothing is wrong', () => {
  expect(all({})).toEqual([])
})

describe('sees', () => {
  const rows = GOOD.rows
  it.each<[string, Partial<Evidence>, RegExp]>([
    ['an acknowledged event that is gone', { rows: rows.slice(0, 3) }, /^I1: 10001 was acknowledged up to 4/],
    ['an undelivered event', { rows: rows.slice(0, 3), acknowledgements: [] }, /^I1: event 10001\/1\/4 was recorded/],
    ['an event twice', { rows: [...rows, ...rows.slice(0, 1)] }, /^I3: event 10001\/1\/1 .* twice/],
    ['another body', { rows: rows.map((row) => ({ ...row, body: `${row.body} ` })) }, /^I2: event 10001\/1\/1/],
    ['an event from nowhere', { rows: [...rows, { store, epoch: 1, seq: 5, hash: 'x', body: '{}' }] }, /^I2: .*on no agent/],
    ['an order sent twice', { ledger: [...GOOD.ledger, booked(5, 500)] }, /^money: order a .*reached the terminal 2 times/],
    ['a payment twice', { payments: [...GOOD.payments, paid('z', 500, { basket: 'a' })] }, /^money: order a .* is 2 payments/],
    ['a sale the record lost', { payments: GOOD.payments.slice(1) }, /^money: order a .*in no record, and the terminal/],
    ['a sale the terminal does not know', { ledger: GOOD.ledger.slice(1) }, /^money: order a .*has not booked it/],
    [
      'a charge recorded as declined',
      { payments: [paid('a', 500, { outcome: 'declined' }), ...GOOD.payments.slice(1)] },
      /the till was told approved/,
    ],
    [
      'another amount',
      { payments: [paid('a', 500, { authorisedMinor: 400 }), ...GOOD.payments.slice(1)] },
      /booked 500, the record says 400/,
    ],
    ['another receipt', { payments: [paid('a', 500, { receipt: '0009' }), ...GOOD.payments.slice(1)] }, /receipt is 0001/],
    ['a refused order that was charged', { ledger: [...GOOD.ledger, booked(5, 50)] }, /refused to the till and reached/],
    ['an unknown one made up', { payments: [...GOOD.payments.slice(0, 4), paid('e', 900)] }, /nobody has decided/],
    ['what an agent must not say', { orders: [...GOOD.orders, { what: 'wrong', order: 'a', text: 'oh' }] }, /order a .*: oh/],
    ['a charge nobody asked for', { ledger: [...GOOD.ledger, booked(5, 77)] }, /77 that no till asked for/],
    ['a payment nobody asked for', { payments: [...GOOD.payments, paid('q', 1)] }, /payment q .*no till asked/],
    [
      'a wrong day',
      { days: [{ store, at: 'x', salesMinor: 400, approved: 2 }] },
      /^I4: days of 10001: 2 sales, 400; right are 2, 500/,
    ],
    ['a sale in the wrong minute', { minutes: [{ store, at: '0', salesMinor: 500, approved: 2 }] }, /^I4: minutes of 10001 0/],
  ])('%s', (_what, changed, expected) => {
    expect(all(changed).join('\n')).toMatch(new RegExp(expected.source, 'm'))
  })
})
