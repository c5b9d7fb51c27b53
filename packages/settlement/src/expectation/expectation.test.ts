import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CALENDARS } from '../calendars/registry.ts'
import type { Contract, FeeRule } from '../contracts/contract.ts'
import { formatDecimal, isEqual, subtract } from '../decimal.ts'
import { contractWith } from '../testing/contract.ts'
import { expectArrival, openExpecter } from './expect-arrival.ts'
import type { PaymentToExpect } from './expectation.ts'
import { nextPayoutDay } from './expected-days.ts'

const sale = (at: string, changed: Partial<PaymentToExpect> = {}): PaymentToExpect => ({
  kind: 'sale',
  acquirer: 'adyen',
  merchantAccount: 'M1',
  currency: 'EUR',
  exponent: 2,
  amountMinor: 10_000,
  happenedAtMs: Date.parse(at),
  ...changed,
})
const daysOf = (at: string, changed: Partial<Contract> = {}) => {
  const found = expectArrival(sale(at), contractWith(changed), CALENDARS)
  if (!found.ok) throw new Error(JSON.stringify(found.reason))
  return found
}
const rule = (changed: Partial<FeeRule>): FeeRule => ({
  kind: 'sale',
  percent: '0',
  fixed: '0',
  passThrough: false,
  returnedOnRefund: false,
  ...changed,
})
const moneyOf = (changed: Partial<PaymentToExpect>, terms: Partial<Contract>) => {
  const found = expectArrival(sale('2026-05-06T10:00:00Z', changed), contractWith(terms), CALENDARS)
  if (!found.ok) throw new Error(JSON.stringify(found.reason))
  return [formatDecimal(found.gross), formatDecimal(found.fee), formatDecimal(found.net), found.feeKnown]
}

describe('when the money is due', () => {
  it('Friday sale, T+2, Monday is a holiday: Wednesday', () => {
    const found = daysOf('2026-05-22T10:00:00Z', {
      settlementCalendars: ['uk'],
      bank: { account: 'X', calendars: ['uk'], bookingLagDays: 0 },
    })
    expect(found.arrivalDue).toBe('2026-05-27')
    expect(found.why).toEqual([
      { step: 'sale', day: '2026-05-22' },
      {
        step: 'settlement',
        day: '2026-05-27',
        lag: 2,
        skipped: [
          { day: '2026-05-23', calendar: 'uk', because: 'weekend' },
          { day: '2026-05-24', calendar: 'uk', because: 'weekend' },
          { day: '2026-05-25', calendar: 'uk', because: 'spring_bank_holiday' },
        ],
      },
      {
        step: 'payout',
        day: '2026-05-27',
        frequency: { every: 'week', on: [1, 2, 3, 4, 5] },
        nominalDay: '2026-05-27',
        skipped: [],
      },
      { step: 'arrival', day: '2026-05-27', lagDays: 0, afterCutOff: false, skipped: [] },
    ])
  })

  it('is not told of a sale by a clock of the last year there is, and nothing stops', () => {
    const terms = { settlementCalendars: ['every-day'], bank: { account: 'X', calendars: ['every-day'], bookingLagDays: 0 } }
    expect(expectArrival(sale('9999-12-30T10:00:00Z'), contractWith(terms), CALENDARS)).toEqual({
      ok: false,
      reason: { kind: 'year_not_published', calendar: 'every-day', year: 9999 },
    })
    expect(daysOf('9998-12-30T10:00:00Z', terms).salesDay).toBe('9998-12-30')
  })

  it('counts a sale after midnight to yesterday until the sales day closes', () => {
    const closing = { salesDay: { closesAtMinute: 240, closes: 'next_day' } } as const
    expect(daysOf('2026-05-06T01:59:59Z', closing)).toMatchObject({ salesDay: '2026-05-05' })
    expect(daysOf('2026-05-06T01:59:59Z', closing).why[1]).toEqual({
      step: 'sales_day',
      day: '2026-05-05',
      closesAtMinute: 240,
      moved: 'earlier',
    })
    expect(daysOf('2026-05-06T02:00:00Z', closing)).toMatchObject({ salesDay: '2026-05-06' })
  })

  it('counts a sale after an evening cut-off to tomorrow', () => {
    const closing = { salesDay: { closesAtMinute: 18 * 60, closes: 'same_day' } } as const
    expect(daysOf('2026-05-06T15:59:00Z', closing)).toMatchObject({ salesDay: '2026-05-06' })
    expect(daysOf('2026-05-06T16:00:00Z', closing)).toMatchObject({ salesDay: '2026-05-07', arrivalDue: '2026-05-11' })
  })

  it('closes a day once on the night when an hour comes twice, and on the one when it never comes', () => {
    const closing = { salesDay: { closesAtMinute: 150, closes: 'next_day' } } as const
    // 02:29 summer time, 02:30 summer time, and 02:15 again in winter time.
    const autumn = ['2026-10-25T00:29:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:15:00Z'].map(
      (at) => daysOf(at, closing).salesDay,
    )
    expect(autumn).toEqual(['2026-10-24', '2026-10-25', '2026-10-25'])
    const spring = ['2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z'].map((at) => daysOf(at, closing).salesDay)
    expect(spring).toEqual(['2026-03-28', '2026-03-29'])
  })

  it('works on Chinese make-up days and waits through golden week', () => {
    const china = {
      zone: 'Asia/Shanghai',
      settlementLag: 1,
      settlementCalendars: ['china'],
      payout: { frequency: { every: 'day' }, minimumMinor: 0, namePatterns: [] },
      bank: { account: 'X', calendars: ['china'], bookingLagDays: 0 },
    } as const
    expect(daysOf('2026-02-13T04:00:00Z', china).arrivalDue).toBe('2026-02-14')
    expect(daysOf('2026-02-14T04:00:00Z', china).arrivalDue).toBe('2026-02-24')
    expect(daysOf('2026-10-09T04:00:00Z', china).arrivalDue).toBe('2026-10-10')
    expect(daysOf('2026-09-30T04:00:00Z', china).arrivalDue).toBe('2026-10-08')
  })

  it('adds a bank day when the payout is sent after the bank stops booking', () => {
    const bank = { account: 'X', calendars: ['target2'], bookingLagDays: 1, cutOffMinute: 900 }
    expect(daysOf('2026-05-06T10:00:00Z', { bank: { ...bank, sentAtMinute: 900 } }).arrivalDue).toBe('2026-05-11')
    expect(daysOf('2026-05-06T10:00:00Z', { bank: { ...bank, sentAtMinute: 901 } }).arrivalDue).toBe('2026-05-12')
  })

  it('pays monthly on a day that shorter months have not', () => {
    expect(nextPayoutDay({ every: 'month', on: 31 }, '2026-02-27')).toBe('2026-02-28')
    expect(nextPayoutDay({ every: 'month', on: 31 }, '2026-04-30')).toBe('2026-04-30')
    expect(nextPayoutDay({ every: 'month', on: 5 }, '2026-12-06')).toBe('2027-01-05')
    expect(nextPayoutDay({ every: 'month', on: 30 }, '2026-01-31')).toBe('2026-02-28')
    expect(nextPayoutDay({ every: 'week', on: [1] }, '2026-05-05')).toBe('2026-05-11')
  })

  it('rolls a weekly payout from a holiday over both calendars', () => {
    const weekly = { payout: { frequency: { every: 'week', on: [1] }, minimumMinor: 0, namePatterns: [] } } as const
    expect(daysOf('2026-04-01T10:00:00Z', weekly)).toMatchObject({ settlementDay: '2026-04-07', payoutDay: '2026-04-13' })
    expect(daysOf('2026-03-30T10:00:00Z', weekly)).toMatchObject({ settlementDay: '2026-04-01', payoutDay: '2026-04-07' })
  })

  it('is late after the grace and missing after the second threshold, both in bank days', () => {
    const found = daysOf('2026-05-06T10:00:00Z', { late: { graceWorkingDays: 1, missingAfterWorkingDays: 2 } })
    expect(found).toMatchObject({ arrivalDue: '2026-05-08', lateAfter: '2026-05-11', missingAfter: '2026-05-13' })
  })

  it('cannot say without a contract, with two, with an unknown calendar, or in a year nobody published', () => {
    const reasonOf = (payment: PaymentToExpect, ...contracts: Contract[]) => {
      const found = openExpecter(contracts, CALENDARS)(payment)
      return found.ok ? undefined : found.reason
    }
    const may = sale('2026-05-06T10:00:00Z')
    expect(reasonOf(may)).toEqual({ kind: 'no_contract', acquirer: 'adyen', merchantAccount: 'M1', currency: 'EUR' })
    expect(reasonOf(may, contractWith({ validFrom: '2026-05-07' }))).toMatchObject({ kind: 'no_contract' })
    expect(reasonOf(may, contractWith(), contractWith({ id: 'c0' }))).toEqual({ kind: 'two_contracts', contracts: ['c0', 'c1'] })
    expect(reasonOf(may, contractWith({ settlementCalendars: ['mars'] }))).toEqual({ kind: 'unknown_calendar', calendar: 'mars' })
    const china = contractWith({ settlementCalendars: ['china'] })
    expect(reasonOf(sale('2026-12-31T10:00:00Z'), china)).toEqual({ kind: 'year_not_published', calendar: 'china', year: 2027 })
  })

  it('takes the newest version of a contract, whatever order they come in', () => {
    const versions = [contractWith({ version: 1 }), contractWith({ version: 2, settlementLag: 3 })]
    for (const order of [versions, versions.toReversed()])
      expect(openExpecter(order, CALENDARS)(sale('2026-05-06T10:00:00Z'))).toMatchObject({ ok: true, contractVersion: 2 })
  })
})

describe('how much is due', () => {
  it('takes rate, fixed part, least and most, and rounds half up', () => {
    const fees = [rule({ percent: '0.95', fixed: '0.05', min: '0.10', max: '2.00' })]
    expect(moneyOf({ amountMinor: 10_000 }, { fees })).toEqual(['100', '1', '99', 'exact'])
    expect(moneyOf({ amountMinor: 100 }, { fees })).toEqual(['1', '0.1', '0.9', 'exact'])
    expect(moneyOf({ amountMinor: 1_000_000 }, { fees })).toEqual(['10000', '2', '9998', 'exact'])
    expect(moneyOf({ amountMinor: 50 }, { fees: [rule({ percent: '1' })] })).toEqual(['0.5', '0.01', '0.49', 'exact'])
  })

  it('keeps the five decimals of WeChat Pay', () => {
    expect(moneyOf({ amountMinor: 333 }, { fees: [rule({ percent: '0.60' })], feeDecimals: 5 })).toEqual([
      '3.33',
      '0.01998',
      '3.31002',
      'exact',
    ])
  })

  it('has no decimals in yen and three in dinars', () => {
    const fees = [rule({ percent: '3.24' })]
    expect(moneyOf({ amountMinor: 1_000, exponent: 0 }, { fees, feeDecimals: 0 })).toEqual(['1000', '32', '968', 'exact'])
    expect(moneyOf({ amountMinor: 1_000, exponent: 3 }, { fees, feeDecimals: 3 })).toEqual(['1', '0.032', '0.968', 'exact'])
  })

  it('is negative for a refund, with the fee given back where the contract says so', () => {
    const kept = { fees: [rule({ percent: '1' }), rule({ kind: 'refund', fixed: '0.10' })] }
    expect(moneyOf({ kind: 'refund' }, kept)).toEqual(['-100', '0.1', '-100.1', 'exact'])
    expect(moneyOf({ kind: 'refund' }, { fees: [rule({ percent: '1', returnedOnRefund: true })] })).toEqual([
      '-100',
      '-1',
      '-99',
      'exact',
    ])
    expect(moneyOf({ kind: 'chargeback' }, { fees: [rule({ kind: 'chargeback', fixed: '15' })] })).toEqual([
      '-100',
      '15',
      '-115',
      'exact',
    ])
  })

  it('settles gross where fees are invoiced, and says what is only a lower bound', () => {
    expect(moneyOf({}, { fees: [rule({ percent: '1' })], feesTaken: 'monthly_invoice' })).toEqual(['100', '1', '100', 'exact'])
    expect(moneyOf({}, { fees: [rule({ percent: '0.2', passThrough: true })] })).toEqual(['100', '0.2', '99.8', 'at_least'])
    expect(moneyOf({ scheme: 'amex' }, { fees: [rule({ percent: '1', scheme: 'visa' })] })).toEqual([
      '100',
      '0',
      '100',
      'no_rule',
    ])
  })

  it('holds a reserve from sales and dates its release', () => {
    const found = daysOf('2026-05-06T10:00:00Z', { reserve: { percent: '5', releaseDays: 180 } })
    expect(found.reserve).toEqual({ amount: { units: 500n, scale: 2 }, releaseDay: '2026-11-04' })
  })
})

describe('any payment under any contract', () => {
  const anyContract = fc
    .record({
      zone: fc.constantFrom('Europe/Berlin', 'Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe'),
      closesAtMinute: fc.integer({ min: 0, max: 1439 }),
      closes: fc.constantFrom('next_day' as const, 'same_day' as const),
      settlementLag: fc.integer({ min: 0, max: 5 }),
      captureDelayDays: fc.integer({ min: 0, max: 3 }),
      on: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      percent: fc.constantFrom('0', '0.6', '1.95', '12.5'),
    })
    .map(({ closesAtMinute, closes, on, percent, ...terms }) =>
      contractWith({
        ...terms,
        salesDay: { closesAtMinute, closes },
        payout: { frequency: { every: 'week', on }, minimumMinor: 0, namePatterns: [] },
        fees: [rule({ percent, fixed: '0.03' })],
      }),
    )
  const instant = fc.integer({ min: Date.parse('2025-02-01T00:00:00Z'), max: Date.parse('2027-10-01T00:00:00Z') })

  it('moves only forward from day to day, and gross is net and fee', () => {
    fc.assert(
      fc.property(anyContract, instant, fc.integer({ min: 1, max: 10_000_000 }), (contract, happenedAtMs, amountMinor) => {
        const found = expectArrival({ ...sale('2026-01-01T00:00:00Z'), happenedAtMs, amountMinor }, contract, CALENDARS)
        expect(found.ok).toBe(true)
        if (!found.ok) return
        const days = [
          found.salesDay,
          found.captureDay,
          found.settlementDay,
          found.payoutDay,
          found.arrivalDue,
          found.lateAfter,
          found.missingAfter,
        ]
        expect(days).toEqual(days.toSorted())
        expect(isEqual(subtract(found.gross, found.fee), found.net)).toBe(true)
        expect(found.why.at(-1)).toMatchObject({ step: 'arrival', day: found.arrivalDue })
      }),
    )
  })

  it('never expects a later sale earlier', () => {
    fc.assert(
      fc.property(anyContract, instant, fc.integer({ min: 0, max: 40 * 3_600_000 }), (contract, first, later) => {
        const due = (happenedAtMs: number) => {
          const found = expectArrival({ ...sale('2026-01-01T00:00:00Z'), happenedAtMs }, contract, CALENDARS)
          return found.ok ? [found.salesDay, found.arrivalDue] : []
        }
        const [one, two] = [due(first), due(first + later)]
        expect([one[0], one[1]].every((day, at) => (day ?? '') <= (two[at] ?? ''))).toBe(true)
      }),
    )
  })
})
