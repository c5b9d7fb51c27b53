import { describe, expect, it } from 'vitest'
import { dayNumber } from '../calendars/civil-day.ts'
import { CALENDARS } from '../calendars/registry.ts'
import type { Contract } from '../contracts/contract.ts'
import { raisePayoutExceptions } from '../exceptions/raise-payout-exceptions.ts'
import { silenceBelow } from '../exceptions/silence.ts'
import type { MatchPayment } from '../matching/lines/line-item.ts'
import { matchPayouts } from '../matching/payouts/match-payouts.ts'
import type { MatchBankLine, MatchPayout } from '../matching/payouts/payout-item.ts'
import { contractWith } from '../testing/contract.ts'
import { paymentWith } from '../testing/line-items.ts'
import { payerMarks } from './payer-marks.ts'
import { unexpectedGaps } from './unexpected-gaps.ts'

/** A Tuesday: T+2, so that its payout comes on Thursday the 14th. */
const SOLD = dayNumber('2026-05-12')
const day = (text: string): number => dayNumber(`2026-05-${text}`)

const sales = (amountMinor: number, changed: Partial<MatchPayment> = {}): MatchPayment =>
  paymentWith({ id: `p${amountMinor}`, amountMinor, salesDay: SOLD, ...changed })
const line = (amountMinor: number, bookingDay: number, text = 'ADYEN'): MatchBankLine => ({
  id: 'b1',
  file: 1,
  position: 1,
  account: 'DE02',
  currency: 'EUR',
  amountMinor,
  bookingDay,
  booked: true,
  text,
  bankReference: null,
})
const payout = (amountMinor: number, reference: string): MatchPayout => ({
  id: reference,
  acquirer: 'adyen',
  account: 'DE02',
  currency: 'EUR',
  amountMinor,
  references: [reference],
  dueDay: day('15'),
  firstDay: day('15'),
  lastDay: day('30'),
  storeGroup: null,
})
const minimum = (minimumMinor: number): Partial<Contract> => ({
  payout: { ...contractWith().payout, minimumMinor },
})

interface Case {
  readonly payments?: readonly MatchPayment[]
  readonly line: MatchBankLine
  readonly payouts?: readonly MatchPayout[]
  readonly told?: readonly string[]
  readonly contract?: Partial<Contract>
}

/** What is heard of one bank line while the file of Tuesday's sales is missing. */
function heardOf({ payments = [sales(10_000)], line: came, payouts = [], told = [], contract = {} }: Case): string[] {
  const contracts = [contractWith(contract)]
  const matching = matchPayouts(payouts, [came], payerMarks(contracts))
  const far = () => SOLD + 100
  const raised = raisePayoutExceptions(matching, {
    toleranceMinor: () => 0,
    lateAfterDay: far,
    missingAfterDay: far,
    statementsUntilDay: () => SOLD,
  })
  const missing = { key: 'FILE_MISSING', acquirer: 'adyen', merchantAccount: 'M1', account: null, firstDay: SOLD, lastDay: SOLD }
  const gaps = unexpectedGaps([missing], contracts, CALENDARS, {
    payments,
    payouts: matching.openPayouts,
    bankLines: matching.openLines,
    told: new Set(told),
  })
  return silenceBelow(gaps, raised).heard.map(({ code }) => code)
}
const HEARD = ['UNEXPECTED_BANK_LINE']

describe('a bank line while a file of its acquirer is missing', () => {
  it('is no surprise on the days on which the money of the file comes, and one before and after', () => {
    expect(heardOf({ line: line(9_900, day('14')) })).toEqual([])
    expect(heardOf({ line: line(9_900, day('20')) })).toEqual([])
    expect(heardOf({ line: line(9_900, day('13')) })).toEqual(HEARD)
    expect(heardOf({ line: line(9_900, day('29')) })).toEqual(HEARD)
  })

  it('is one when it is more than the tills know of, with what stands in no file of the days before', () => {
    expect(heardOf({ line: line(15_000, day('14')) })).toEqual([])
    expect(heardOf({ line: line(15_001, day('14')) })).toEqual(HEARD)
    expect(heardOf({ line: line(15_001, day('14')), payments: [sales(10_000), sales(400, { salesDay: SOLD - 7 })] })).toEqual([])
    expect(heardOf({ line: line(15_001, day('14')), payments: [sales(10_000), sales(400, { salesDay: SOLD - 8 })] })).toEqual(
      HEARD,
    )
    expect(heardOf({ line: line(100, day('14')), payments: [sales(10_000, { outcome: 'declined' })] })).toEqual(HEARD)
    expect(heardOf({ line: line(100, day('14')), payments: [sales(10_000, { merchantAccount: 'M2' })] })).toEqual(HEARD)
  })

  it('is none when the rest beside open payouts could be it: the bank has booked them in one', () => {
    const [first, second] = [payout(500_000, 'TX1XT'), payout(300_000, 'TX2XT')]
    expect(heardOf({ line: line(509_900, day('15')), payouts: [first] })).toEqual([])
    expect(heardOf({ line: line(809_900, day('15')), payouts: [first, second] })).toEqual([])
    expect(heardOf({ line: line(600_000, day('15')), payouts: [first] })).toEqual(HEARD)
    // Below the payout it came with only as far as something was given back.
    expect(heardOf({ line: line(499_000, day('15')), payouts: [first] })).toEqual(HEARD)
    const refunded = [sales(10_000), sales(-1_000, { id: 'r', kind: 'refund' })]
    expect(heardOf({ line: line(499_000, day('15')), payouts: [first], payments: refunded })).toEqual([])
  })

  it('is one when it names a payout whose file is here', () => {
    expect(heardOf({ line: line(9_900, day('14'), 'TX7XT ADYEN'), told: ['TX7XT'] })).toEqual(HEARD)
    expect(heardOf({ line: line(9_900, day('14'), 'TX7XT ADYEN'), told: ['TX8XT'] })).toEqual([])
  })

  it('is none for weeks only where the day could have been too little to be sent', () => {
    const late = line(9_900, day('29'))
    expect(heardOf({ line: late, contract: minimum(20_000) })).toEqual([])
    expect(heardOf({ line: late, contract: minimum(5_001) })).toEqual([])
    expect(heardOf({ line: late, contract: minimum(5_000) })).toEqual(HEARD)
    const refunded = [sales(10_000), sales(-6_000, { id: 'r', kind: 'refund' })]
    expect(heardOf({ line: line(5_000, day('29')), contract: minimum(5_000), payments: refunded })).toEqual([])
    expect(heardOf({ line: line(9_900, dayNumber('2026-06-30')), contract: minimum(20_000) })).toEqual(HEARD)
  })

  it('is none whatever it is where nobody can say: money taken, or sales of another currency', () => {
    expect(heardOf({ line: line(-900_000, day('14')) })).toEqual([])
    expect(heardOf({ line: line(900_000, day('14')), payments: [sales(10_000, { currency: 'USD' })] })).toEqual([])
  })
})
