import { describe, expect, it } from 'vitest'
import { type Decimal, formatDecimal, parseDecimal, ZERO } from '../decimal.ts'
import { checkBankLine, checkBatch, checkFunds, checkSalesDay } from './conservation.ts'

const d = (text: string): Decimal => parseDecimal(text) ?? ZERO
const batch = { batch: '380', lines: 3, adjustments: ZERO, reserve: ZERO, carriedIn: ZERO, carriedOut: ZERO, exponent: 2 }

describe('conservation', () => {
  it('ties a batch to its payout, with reserve and what was carried over', () => {
    expect(checkBatch({ ...batch, lineNets: d('100.00'), reserve: d('5'), payout: d('95') }).holds).toBe(true)
    expect(checkBatch({ ...batch, lineNets: d('-3'), carriedOut: d('-3'), payout: ZERO }).holds).toBe(true)
    const off = checkBatch({ ...batch, lineNets: d('100.00'), payout: d('99.99') })
    expect([off.holds, formatDecimal(off.residue)]).toEqual([false, '0.01'])
  })

  it('allows half a minor unit a line where fees are finer than the currency, and nothing where they are not', () => {
    expect(checkBatch({ ...batch, lineNets: d('100.01499'), payout: d('100') }).holds).toBe(true)
    expect(checkBatch({ ...batch, lineNets: d('100.01501'), payout: d('100') }).holds).toBe(false)
    expect(checkBatch({ ...batch, lineNets: d('100.01000'), payout: d('100') }).holds).toBe(false)
  })

  it('ties a bank line, a sales day and the whole way', () => {
    expect(checkBankLine('b1', d('90'), d('10'), d('100')).holds).toBe(true)
    const day = {
      about: 's1',
      authorised: d('100'),
      voided: d('10'),
      settledGross: d('60'),
      missing: d('20'),
      inFlight: d('9'),
      differences: d('-1'),
    }
    expect(checkSalesDay(day).holds).toBe(true)
    expect(checkSalesDay({ ...day, missing: d('21') }).holds).toBe(false)
    const funds = {
      about: 'adyen',
      settledGross: d('100'),
      fees: d('2'),
      refunds: d('10'),
      chargebacks: d('5'),
      reserve: d('3'),
      adjustments: d('1'),
    }
    expect(checkFunds({ ...funds, arrived: d('50'), inTransit: d('20'), missingInBank: d('10'), short: d('1') }).holds).toBe(true)
  })
})
