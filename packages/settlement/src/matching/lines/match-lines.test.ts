import { describe, expect, it } from 'vitest'
import { lineWith, paymentWith, TEST_AT_MS, TEST_DAY } from '../../testing/line-items.ts'
import { describeLink } from './describe-link.ts'
import type { MatchLine, MatchPayment } from './line-item.ts'
import { pairKey } from './line-pool.ts'
import { matchLines } from './match-lines.ts'

const payments = (...changes: Partial<MatchPayment>[]) =>
  changes.map((changed, n) => paymentWith({ id: `p${n + 1}`, ...changed }))
const lines = (...changes: Partial<MatchLine>[]) =>
  changes.map((changed, n) => lineWith({ id: `l${n + 1}`, position: n + 1, ...changed }))
const linksOf = (left: readonly MatchPayment[], right: readonly MatchLine[], refused?: ReadonlySet<string>) =>
  matchLines(left, right, refused).pairs.map(
    ({ payment, line, rule }) => `${rule.id} ${payment.id} ${line.id} ${rule.confidence}`,
  )

describe('payment to settlement line', () => {
  it('L1 joins by the acquirer’s reference, whatever the amount says', () => {
    const matched = linksOf(
      payments({ acquirerReference: 'A' }),
      lines({ acquirerReference: 'A', grossMinor: 900, currency: 'USD' }),
    )
    expect(matched).toEqual(['L1 p1 l1 certain'])
  })

  it('L1 takes a retrieval number with its terminal and day only', () => {
    const rrn = { retrievalReference: 'R', terminal: 'T' }
    expect(linksOf(payments(rrn), lines({ ...rrn, salesDay: TEST_DAY }))).toEqual(['L1 p1 l1 certain'])
    expect(linksOf(payments(rrn), lines({ ...rrn, salesDay: TEST_DAY + 1 }))).toEqual([])
    expect(linksOf(payments(rrn), lines({ ...rrn, terminal: 'U', salesDay: TEST_DAY }))).toEqual([])
  })

  it('L2 joins by our reference, and not across two acquirer references', () => {
    expect(linksOf(payments({ ourReference: 'O' }), lines({ merchantReference: 'O' }))).toEqual(['L2 p1 l1 certain'])
    const contradicted = lines({ merchantReference: 'O', acquirerReference: 'B' })
    expect(linksOf(payments({ ourReference: 'O', acquirerReference: 'A' }), contradicted)).toEqual([])
  })

  it('L2 gives a basket that was tried twice to the attempt that went through, and a declined one alone to a status conflict', () => {
    const twice = payments({ ourReference: 'O', outcome: 'declined' }, { ourReference: 'O' })
    expect(linksOf(twice, lines({ merchantReference: 'O' }))).toEqual(['L2 p2 l1 certain'])
    expect(linksOf(payments({ ourReference: 'O', outcome: 'voided' }), lines({ merchantReference: 'O' }))).toEqual([
      'L2 p1 l1 certain',
    ])
    const undecided = payments({ ourReference: 'O' }, { ourReference: 'O' }, { ourReference: 'O', outcome: 'declined' })
    expect(linksOf(undecided, lines({ merchantReference: 'O' }))).toEqual([])
  })

  it('L3 joins by terminal, authorisation code and amount on neighbouring days', () => {
    const auth = { terminal: 'T', authorisationCode: '123456' }
    expect(linksOf(payments(auth), lines({ ...auth, salesDay: TEST_DAY + 1 }))).toEqual(['L3 p1 l1 certain'])
    expect(linksOf(payments(auth), lines({ ...auth, salesDay: TEST_DAY + 2 }))).toEqual([])
    expect(linksOf(payments(auth), lines({ ...auth, salesDay: TEST_DAY, grossMinor: 999 }))).toEqual([])
    expect(linksOf(payments({ ...auth, outcome: 'declined' }), lines({ ...auth, salesDay: TEST_DAY }))).toEqual([])
  })

  it('L4 joins by trace or receipt number within one batch', () => {
    const trace = { terminal: 'T', traceNumber: '77', terminalBatch: '5' }
    expect(linksOf(payments(trace), lines({ ...trace, salesDay: TEST_DAY }))).toEqual(['L4 p1 l1 certain'])
    expect(linksOf(payments(trace), lines({ ...trace, terminalBatch: '6', salesDay: TEST_DAY }))).toEqual([])
    expect(
      linksOf(payments({ terminal: 'T', receiptNumber: '77' }), lines({ terminal: 'T', traceNumber: '77', salesDay: TEST_DAY })),
    ).toEqual(['L4 p1 l1 certain'])
  })

  it('L5 joins by store, amount and card within two minutes, and only proposes without the card', () => {
    const seen = (ms: number, last4: string | null) => lines({ store: 's1', last4, happenedAtMs: TEST_AT_MS + ms })
    expect(linksOf(payments({ last4: '1234' }), seen(120_000, '1234'))).toEqual(['L5 p1 l1 strong'])
    expect(linksOf(payments({ last4: '1234' }), seen(120_001, '1234'))).toEqual(['L6 p1 l1 proposal'])
    expect(linksOf(payments({ last4: '1234' }), seen(0, '9999'))).toEqual([])
    expect(linksOf(payments({}), seen(-600_000, null))).toEqual(['L6 p1 l1 proposal'])
    expect(linksOf(payments({}), seen(-600_001, null))).toEqual([])
  })

  it('L7 joins a refund to the refund of the store, else to its sale; a chargeback to its sale, claiming nothing of it', () => {
    const sale = { acquirerReference: 'A' }
    const partial = payments(
      sale,
      { kind: 'refund', amountMinor: 300, originalReference: 'A' },
      { kind: 'refund', amountMinor: 200, originalReference: 'A' },
    )
    const given = lines(
      sale,
      { kind: 'refund', grossMinor: -200, originalReference: 'A' },
      { kind: 'refund', grossMinor: -500, originalReference: 'A' },
      {
        kind: 'chargeback',
        grossMinor: -1_000,
        acquirerReference: 'A',
      },
    )
    const matched = matchLines(partial, given)
    expect(matched.pairs.map(({ payment, line, rule }) => [rule.id, payment.id, line.id])).toEqual([
      ['L1', 'p1', 'l1'],
      ['L7', 'p3', 'l2'],
    ])
    expect(matched.children.map(({ line, parent }) => [line.id, parent.id])).toEqual([
      ['l3', 'p1'],
      ['l4', 'p1'],
    ])
    expect(matched.openPayments.map(({ id }) => id)).toEqual(['p2'])
  })

  it('L8 proves a day’s total without pairing anything', () => {
    const bag = { terminal: 'T', method: 'visa' }
    const matched = matchLines(
      payments({ ...bag, amountMinor: 700 }, { ...bag, amountMinor: 300 }),
      lines({ ...bag, salesDay: TEST_DAY, grossMinor: 600 }, { ...bag, salesDay: TEST_DAY, grossMinor: 400 }),
    )
    expect(matched.pairs).toEqual([])
    expect(matched.bags).toMatchObject([
      { rule: { id: 'L8', confidence: 'total_only' }, sumMinor: 1_000, payments: ['p1', 'p2'], lines: ['l1', 'l2'] },
    ])
    const uneven = lines({ ...bag, salesDay: TEST_DAY, grossMinor: 600 }, { ...bag, salesDay: TEST_DAY, grossMinor: 401 })
    expect(matchLines(payments({ ...bag, amountMinor: 700 }, { ...bag, amountMinor: 300 }), uneven).bags).toEqual([])
  })

  it('never joins across merchant accounts or kinds', () => {
    expect(linksOf(payments({ acquirerReference: 'A' }), lines({ acquirerReference: 'A', merchantAccount: 'M2' }))).toEqual([])
    expect(linksOf(payments({ acquirerReference: 'A', kind: 'refund' }), lines({ acquirerReference: 'A' }))).toEqual([])
  })

  it('does not make again what a person took apart', () => {
    const refused = new Set([pairKey('p1', 'l1')])
    expect(linksOf(payments({ acquirerReference: 'A' }), lines({ acquirerReference: 'A' }), refused)).toEqual([])
  })

  it('describes what both rows said', () => {
    const auth = { terminal: 'T', authorisationCode: '123456' }
    expect(describeLink('L3', paymentWith(auth), lineWith({ ...auth, salesDay: TEST_DAY + 1 }))).toEqual({
      amountMinor: 1_000,
      terminal: 'T',
      authorisationCode: '123456',
      daysApart: 1,
    })
  })
})

describe('faults known from others', () => {
  it('one payment is never claimed by two lines (Blnk): both stay open, with the candidates', () => {
    const matched = matchLines(
      payments({ acquirerReference: 'A' }),
      lines({ acquirerReference: 'A' }, { acquirerReference: 'A', grossMinor: 900 }),
    )
    expect(matched.pairs).toEqual([])
    expect(matched.ambiguities).toMatchObject([{ rule: { id: 'L1' }, payments: ['p1'], lines: ['l1', 'l2'] }])
  })

  it('the same line twice is one line and a duplicate, in one file or in two', () => {
    const again = { acquirerReference: 'A', happenedAtMs: TEST_AT_MS }
    const matched = matchLines(
      payments({ acquirerReference: 'A' }),
      lines({ ...again, file: 2, batch: '7' }, { ...again, file: 1 }),
    )
    expect(matched.pairs.map(({ line }) => line.id)).toEqual(['l2'])
    expect(matched.duplicates.map(({ line, first }) => [line.id, first.id])).toEqual([['l1', 'l2']])
  })

  it('two customers with the same coffee in the same minutes are not told apart (duplicate amounts)', () => {
    const coffee = { store: 's1', happenedAtMs: TEST_AT_MS + 1_000 }
    const matched = matchLines(payments({}, { happenedAtMs: TEST_AT_MS + 2_000 }), lines(coffee, coffee))
    expect(matched.pairs).toEqual([])
    expect(matched.ambiguities).toMatchObject([{ rule: { id: 'L6' }, payments: ['p1', 'p2'], lines: ['l1', 'l2'] }])
  })

  it('a line nobody recorded does not settle its neighbour: references that differ prove two payments', () => {
    const card = { store: 's1', last4: '1234', happenedAtMs: TEST_AT_MS }
    expect(linksOf(payments({ acquirerReference: 'A', last4: '1234' }), lines({ ...card, acquirerReference: 'B' }))).toEqual([])
  })

  it('only the taken pair leaves the pool, not everything either row was a candidate for (flare19)', () => {
    const at = (ms: number) => ({ store: 's1', last4: '1', happenedAtMs: TEST_AT_MS + ms })
    const left = payments({ last4: '1', acquirerReference: 'A' }, { last4: '1', happenedAtMs: TEST_AT_MS + 60_000 })
    expect(linksOf(left, lines({ ...at(0), acquirerReference: 'A' }, at(60_000)))).toEqual([
      'L1 p1 l1 certain',
      'L5 p2 l2 strong',
    ])
  })

  it('a crowd of equal rows costs no time to speak of (beancount: 2^(n-1) candidates)', () => {
    const crowd = Array.from({ length: 20_000 }, (_, n) => n)
    const left = crowd.map((n) => paymentWith({ id: `p${n}`, happenedAtMs: TEST_AT_MS + (n % 7) }))
    const right = crowd.map((n) => lineWith({ id: `l${n}`, position: n, store: 's1', happenedAtMs: TEST_AT_MS + (n % 11) }))
    const matched = matchLines(left, right)
    expect(matched.pairs).toEqual([])
    expect(matched.ambiguities.length).toBeGreaterThan(0)
  })
})
