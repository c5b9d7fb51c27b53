import { describe, expect, it } from 'vitest'
import { matchLines } from '../matching/lines/match-lines.ts'
import { matchPayouts } from '../matching/payouts/match-payouts.ts'
import type { MatchBankLine, MatchPayout } from '../matching/payouts/payout-item.ts'
import { lineWith, paymentWith, TEST_AT_MS, TEST_DAY } from '../testing/line-items.ts'
import { compareExceptions } from './compare-exceptions.ts'
import type { EXCEPTION_CODES } from './exception-codes.ts'
import { raiseLineExceptions } from './raise-line-exceptions.ts'
import { raisePayoutExceptions } from './raise-payout-exceptions.ts'
import { severityOf } from './severity.ts'
import { silenceBelow } from './silence.ts'

const context = { fileDueDay: () => TEST_DAY + 2, toleranceMinor: () => 0, today: TEST_DAY + 3 }
const codesOf = (...args: Parameters<typeof matchLines>) =>
  raiseLineExceptions(matchLines(...args), context).map(({ code }) => code)
const a = { acquirerReference: 'A' }
const payout: MatchPayout = {
  id: 'o1',
  acquirer: 'adyen',
  account: 'DE02',
  currency: 'EUR',
  amountMinor: 1_000,
  references: ['TX1XT'],
  dueDay: 100,
  firstDay: 99,
  lastDay: 105,
  storeGroup: null,
}
const bankLine: MatchBankLine = {
  id: 'b1',
  file: 1,
  position: 1,
  account: 'DE02',
  currency: 'EUR',
  amountMinor: 1_000,
  bookingDay: 100,
  booked: true,
  text: 'TX1XT',
  bankReference: 'N1',
}
const payoutCodesOf = (payouts: MatchPayout[], lines: MatchBankLine[], statementsUntil = 110) =>
  raisePayoutExceptions(
    matchPayouts(payouts, lines, [{ acquirer: 'adyen', referencePattern: 'TX\\d+XT', namePatterns: ['ADYEN'] }]),
    {
      toleranceMinor: () => 0,
      missingAfterDay: () => 102,
      lateAfterDay: () => 100,
      statementsUntilDay: () => statementsUntil,
    },
  ).map(({ code }) => code)

describe('exceptions between payments and lines', () => {
  it('raises what is wrong about a pair, after it is one', () => {
    expect(codesOf([paymentWith(a)], [lineWith(a)])).toEqual([])
    expect(codesOf([paymentWith(a)], [lineWith({ ...a, grossMinor: 999 })])).toEqual(['SHORT_PAID'])
    expect(codesOf([paymentWith(a)], [lineWith({ ...a, grossMinor: 1_001 })])).toEqual(['OVER_PAID'])
    expect(codesOf([paymentWith(a)], [lineWith({ ...a, currency: 'USD' })])).toEqual(['CURRENCY_MISMATCH'])
    expect(codesOf([paymentWith({ ...a, outcome: 'declined' })], [lineWith(a)])).toEqual(['STATUS_CONFLICT'])
  })

  it('raises what has no other side, but not what is only expected (Hyperswitch 5486)', () => {
    expect(codesOf([paymentWith(a)], [])).toEqual(['MISSING_IN_SETTLEMENT'])
    expect(raiseLineExceptions(matchLines([paymentWith(a)], []), { ...context, today: TEST_DAY + 2 })).toEqual([])
    expect(raiseLineExceptions(matchLines([paymentWith(a)], []), { ...context, fileDueDay: () => null })).toEqual([])
    expect(codesOf([], [lineWith(a)])).toEqual(['UNKNOWN_IN_STORE'])
    expect(codesOf([paymentWith({ ...a, outcome: 'declined' })], [])).toEqual([])
  })

  it('raises duplicates, chargebacks and what could not be decided, each once', () => {
    expect(codesOf([paymentWith(a)], [lineWith(a), lineWith({ ...a, id: 'l2', position: 2 })])).toEqual(['DUPLICATE_SETTLEMENT'])
    expect(
      codesOf([paymentWith(a)], [lineWith(a), lineWith({ ...a, id: 'l2', position: 2, kind: 'chargeback', grossMinor: -1_000 })]),
    ).toEqual(['CHARGEBACK_NEW'])
    const coffee = { store: 's1', happenedAtMs: TEST_AT_MS }
    expect(codesOf([paymentWith(), paymentWith({ id: 'p2' })], [lineWith(coffee)])).toEqual(['AMBIGUOUS'])
  })

  it('asks about a refund that no store has made, though its sale is known, by one name whether it is or not', () => {
    const refund = lineWith({
      id: 'l2',
      position: 2,
      kind: 'refund',
      grossMinor: -500,
      acquirerReference: 'R',
      originalReference: 'A',
    })
    const keysOf = (...args: Parameters<typeof matchLines>) =>
      raiseLineExceptions(matchLines(...args), context).map(({ key, amountMinor }) => `${key} ${amountMinor}`)
    expect(keysOf([paymentWith(a)], [lineWith(a), refund])).toEqual(['UNKNOWN_IN_STORE l2 500'])
    expect(keysOf([], [refund])).toEqual(['UNKNOWN_IN_STORE l2 500'])
    const made = paymentWith({ id: 'p2', kind: 'refund', amountMinor: 500, originalReference: 'A' })
    expect(keysOf([paymentWith(a), made], [lineWith(a), refund])).toEqual([])
    const other = { ...made, amountMinor: 400 }
    expect(keysOf([paymentWith(a), other], [lineWith(a), refund])).toEqual([
      'MISSING_IN_SETTLEMENT p2 400',
      'UNKNOWN_IN_STORE l2 500',
    ])
  })

  it('asks which of two equal refunds has which of two equal lines, and calls neither unknown nor missing', () => {
    const made = { kind: 'refund', amountMinor: 500, originalReference: 'A' } as const
    const told = { kind: 'refund', grossMinor: -500, originalReference: 'A' } as const
    expect(
      codesOf(
        [paymentWith(a), paymentWith({ ...made, id: 'p2' }), paymentWith({ ...made, id: 'p3' })],
        [
          lineWith(a),
          lineWith({ ...told, id: 'l2', position: 2, acquirerReference: 'R2' }),
          lineWith({ ...told, id: 'l3', position: 3, acquirerReference: 'R3' }),
        ],
      ),
    ).toEqual(['AMBIGUOUS'])
  })

  it('asks a person about a proposal: money that only may have come must not be out of sight', () => {
    const later = { store: 's1', happenedAtMs: TEST_AT_MS + 300_000 }
    const matching = matchLines([paymentWith()], [lineWith(later)])
    expect(matching.pairs).toMatchObject([{ rule: { id: 'L6' } }])
    expect(raiseLineExceptions(matching, context)).toMatchObject([{ code: 'AMBIGUOUS', payments: ['p1'], lines: ['l1'] }])
  })
})

describe('exceptions between payouts and bank lines', () => {
  it('asks a person about two payouts that one line may have brought', () => {
    const two = [
      { ...payout, references: [], amountMinor: 100 },
      { ...payout, references: [], id: 'o2', amountMinor: 250, dueDay: 101 },
    ]
    expect(payoutCodesOf(two, [{ ...bankLine, text: 'ADYEN', amountMinor: 350 }])).toEqual(['AMBIGUOUS'])
  })

  it('raises short, late, returned, unexpected and duplicate', () => {
    expect(payoutCodesOf([payout], [bankLine])).toEqual([])
    expect(payoutCodesOf([payout], [{ ...bankLine, amountMinor: 900 }])).toEqual(['SHORT_PAID'])
    expect(payoutCodesOf([payout], [{ ...bankLine, bookingDay: 101 }])).toEqual(['LATE'])
    expect(payoutCodesOf([payout], [bankLine, { ...bankLine, id: 'b2', position: 2, amountMinor: -1_000 }])).toEqual([
      'PAYOUT_RETURNED',
    ])
    expect(payoutCodesOf([], [bankLine])).toEqual(['UNEXPECTED_BANK_LINE'])
    expect(payoutCodesOf([payout], [bankLine, { ...bankLine, id: 'b2', file: 2 }])).toEqual(['DUPLICATE_BANK_LINE'])
  })

  it('calls a payout missing only when a statement of the day is here', () => {
    expect(payoutCodesOf([payout], [], 103)).toEqual(['MISSING_IN_BANK'])
    expect(payoutCodesOf([payout], [], 102)).toEqual([])
  })
})

describe('the queue', () => {
  const missing = raiseLineExceptions(matchLines([paymentWith(a)], []), context)
  const gap = { key: 'FILE_MISSING adyen', acquirer: 'adyen', account: null, firstDay: TEST_DAY, lastDay: TEST_DAY }

  it('lets one missing file silence the rows below it, and nothing else', () => {
    expect(silenceBelow([gap], missing)).toMatchObject({ heard: [], silenced: [{ by: 'FILE_MISSING adyen' }] })
    expect(silenceBelow([{ ...gap, firstDay: TEST_DAY + 1, lastDay: TEST_DAY + 1 }], missing).heard).toHaveLength(1)
    const short = raiseLineExceptions(matchLines([paymentWith(a)], [lineWith({ ...a, grossMinor: 1 })]), context)
    expect(silenceBelow([gap], short).heard).toHaveLength(1)
  })

  it('closes by evidence only, never by time or silence', () => {
    const key = missing[0]?.key ?? ''
    const nothing = { heard: [], silenced: [] }
    expect(compareExceptions([key], nothing, false)).toEqual({ opened: [], closed: [], kept: [key] })
    expect(compareExceptions([key], nothing, true)).toEqual({ opened: [], closed: [key], kept: [] })
    expect(compareExceptions([key], silenceBelow([gap], missing), true)).toEqual({ opened: [], closed: [], kept: [key] })
    expect(compareExceptions([], silenceBelow([], missing), true).opened).toHaveLength(1)
  })

  it('weighs money by age', () => {
    const of = (code: keyof typeof EXCEPTION_CODES, amountMinor: number, age: number) =>
      severityOf({ ...(missing[0] as (typeof missing)[number]), code, amountMinor }, age)
    expect([
      of('SHORT_PAID', 1, 0),
      of('SHORT_PAID', 1, 400),
      of('SHORT_PAID', 100_000, 0),
      of('SHORT_PAID', 100_000, 3),
    ]).toEqual(['low', 'medium', 'high', 'critical'])
    expect([of('LATE', 9_999_999, 99), of('STATUS_CONFLICT', 1, 0)]).toEqual(['info', 'high'])
  })
})
