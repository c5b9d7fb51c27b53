import { describe, expect, it } from 'vitest'
import { findFeeRule } from './fee-rules.ts'
import { parseContract } from './parse-contract.ts'
import { findPatternFault, openReferenceFinder } from './reference-pattern.ts'

const json = {
  id: 'adyen-berlin',
  version: 3,
  acquirer: 'adyen',
  merchantAccount: 'ChainDE',
  currency: 'EUR',
  validFrom: '2026-01-01',
  zone: 'Europe/Berlin',
  salesDay: { closesAt: '04:00', closes: 'next_day' },
  settlementLag: 2,
  settlementCalendars: ['target2'],
  payout: { every: 'weekdays', minimumMinor: 100, referencePattern: 'TX\\d+XT', namePatterns: ['ADYEN'] },
  bank: { account: 'DE02120300000000202051', calendars: ['target2'], sentAt: '14:00', cutOff: '16:00' },
  reserve: { percent: '5', releaseDays: 180 },
  fees: [
    { scheme: 'visa', percent: '0.95', fixed: '0.05', min: '0.06' },
    { scheme: 'visa', funding: 'debit', percent: '0.45', fixed: '0.05', validTo: '2026-06-30' },
    { scheme: 'visa', funding: 'debit', percent: '0.40', fixed: '0.05', validFrom: '2026-07-01' },
    { percent: '1.2', passThrough: true },
  ],
}
const problemsOf = (changed: object) => {
  const parsed = parseContract({ ...json, ...changed })
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => `${path}: ${code}`)
}

describe('the JSON form of a contract', () => {
  it('is read with its defaults', () => {
    const parsed = parseContract(json)
    expect(parsed).toMatchObject({
      ok: true,
      contract: {
        captureDelayDays: 0,
        feesTaken: 'per_line',
        salesDay: { closesAtMinute: 240, closes: 'next_day' },
        payout: { frequency: { every: 'week', on: [1, 2, 3, 4, 5] } },
        tolerance: { grossMinor: 0, payoutMinor: 0, feeMinor: 0 },
      },
    })
  })

  it('names every fault with its place, in plain words', () => {
    const parsed = parseContract({ ...json, zone: 'Mars/Olympus', settlementLag: -1, validFrom: '2026-02-30', speed: 9 })
    expect(parsed.ok ? [] : parsed.problems.map(({ message }) => message)).toEqual([
      'zone must be a time zone such as Europe/Berlin',
      'validFrom must be a day such as 2026-05-31',
      'settlementLag must be a whole number from 0 to 60',
      'speed is not a field of a contract',
    ])
    expect(parseContract(null)).toMatchObject({ ok: false })
    expect(parseContract([json])).toMatchObject({ ok: false })
  })

  it('refuses a rate that is a number, for 0.1 in JSON is not one tenth', () => {
    expect(problemsOf({ fees: [{ percent: 0.95 }] })).toEqual(['fees[0].percent: not_a_decimal'])
    expect(problemsOf({ reserve: { percent: '101', releaseDays: 3 } })).toEqual(['reserve.percent: above_hundred'])
  })

  it('refuses two fees of one particularity that could both hold, and knows when days or cards keep them apart', () => {
    expect(problemsOf({ fees: [{ scheme: 'visa' }, { funding: 'debit' }] })).toEqual(['fees[1]: fees_overlap'])
    expect(
      problemsOf({ fees: [{ scheme: 'visa' }, { scheme: 'mastercard' }, { kind: 'refund' }, { kind: 'chargeback' }, {}] }),
    ).toEqual([])
    const days = [{ validTo: '2026-06-30' }, { validFrom: '2026-06-30' }]
    expect(problemsOf({ fees: days })).toEqual(['fees[1]: fees_overlap'])
  })

  it('refuses ends before starts, empty calendars and empty weekdays', () => {
    expect(problemsOf({ validTo: '2025-12-31' })).toEqual(['validTo: ends_before_start'])
    expect(problemsOf({ settlementCalendars: [] })).toEqual(['settlementCalendars: no_calendar'])
    expect(problemsOf({ payout: { every: 'week', on: [8] } })).toEqual(['payout.on: not_weekdays'])
  })

  it('answers with the most particular fee that holds on the day', () => {
    const parsed = parseContract(json)
    const rules = parsed.ok ? parsed.contract.fees : []
    const ask = (day: string, scheme: string, funding?: string) =>
      findFeeRule(rules, { kind: 'sale', day, scheme, funding })?.percent
    expect(ask('2026-06-30', 'visa', 'debit')).toBe('0.45')
    expect(ask('2026-07-01', 'visa', 'debit')).toBe('0.40')
    expect(ask('2026-07-01', 'visa')).toBe('0.95')
    expect(ask('2026-07-01', 'girocard')).toBe('1.2')
    expect(findFeeRule(rules, { kind: 'refund', day: '2026-07-01' })).toBeUndefined()
  })
})

describe('a reference pattern', () => {
  it.each(['TX\\d+XT', 'po_[A-Za-z0-9]+', 'batch \\d+', 'UTR[0-9]{12}', 'A-1/\\d{3,6}'])('%s may be used', (pattern) => {
    expect(findPatternFault(pattern)).toBeUndefined()
  })

  it.each(['(a+)+', 'a*', '.+', 'a|b', '\\d+\\d+\\d+', 'a?a?a?', '\\d{1,9}\\d{1,9}\\d{1,9}', '', '[z', '\\b'])(
    '%s is refused',
    (pattern) => {
      expect(findPatternFault(pattern)).toBeTypeOf('string')
    },
  )

  it('finds references in a remittance text, whatever their case', () => {
    expect(openReferenceFinder('TX\\d+XT')('tx635094301xt batch 380, MERCHANT TX635094301XT')).toEqual(['TX635094301XT'])
  })
})
