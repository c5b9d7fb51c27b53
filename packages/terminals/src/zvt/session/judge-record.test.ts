import { describe, expect, it } from 'vitest'
import type { PaymentResult } from '../../payment-facts.ts'
import { judgeRecord } from './judge-record.ts'

const REQUEST = { paymentId: 'p1', kind: 'sale', amountMinor: 1_000, currency: 'EUR', details: {} } as const
const BEFORE = [{ receipt: '0011', trace: '000033', date: '0105', time: '101500' }]
const RECORD: PaymentResult = {
  amountMinor: 1_000,
  currency: 'EUR',
  receipt: '0012',
  trace: '000034',
  resultCode: '00',
  terminalDate: '0105',
  terminalTime: '101600',
}
const ANSWERED = { outcome: 'approved', result: RECORD } as const

describe('the last record, held against a payment whose answer was lost', () => {
  it.each<[string, PaymentResult | undefined, string]>([
    ['newer, same amount', RECORD, 'same'],
    ['newer, declined', { ...RECORD, resultCode: '05' }, 'same'],
    ['the sale before, though of the same amount', { ...RECORD, receipt: '0011', trace: '000033' }, 'older_record'],
    ['newer, other amount', { ...RECORD, amountMinor: 999 }, 'other_record'],
    ['newer, other currency', { ...RECORD, currency: 'CHF' }, 'other_record'],
    ['newer number, but earlier by its own clock', { ...RECORD, terminalTime: '101400' }, 'other_record'],
    ['a receipt number used again after an end of day', { ...RECORD, receipt: '0011' }, 'same'],
    ['none', undefined, 'no_record'],
    ['refused, without a receipt number', { resultCode: '05' }, 'no_record'],
    ['approved, without a receipt number', { amountMinor: 1_000, resultCode: '00' }, 'other_record'],
    ['one that could not be read', {}, 'other_record'],
  ])('%s', (_, record, verdict) => {
    expect(judgeRecord(record, { request: REQUEST, seenBefore: BEFORE })).toBe(verdict)
  })

  it('proves nothing when no record is known from before', () => {
    expect(judgeRecord(RECORD, { request: REQUEST, seenBefore: [] })).toBe('other_record')
  })

  it.each<[string, PaymentResult, string]>([
    ['the very record that was told', RECORD, 'same'],
    ['the same, now with another result', { ...RECORD, resultCode: '6c' }, 'reversed'],
    ['the one before: ours is gone', { ...RECORD, receipt: '0011', trace: '000033' }, 'older_record'],
    ['the same receipt number with another trace number', { ...RECORD, trace: '000099' }, 'other_record'],
  ])('after an approval had been told: %s', (_, record, verdict) => {
    expect(judgeRecord(record, { request: REQUEST, seenBefore: BEFORE, answered: ANSWERED })).toBe(verdict)
  })

  it('does not take the reversed sale for its reversal', () => {
    const reversal = { ...REQUEST, kind: 'reversal', parent: { paymentId: 'p0', receipt: '0011' } } as const
    const sale = { ...RECORD, receipt: '0011', trace: '000033' }
    expect(judgeRecord(sale, { request: reversal, seenBefore: BEFORE })).toBe('older_record')
    expect(judgeRecord(sale, { request: reversal, seenBefore: [{ receipt: '0011' }] })).toBe('other_record')
    expect(judgeRecord({ ...sale, trace: '000034' }, { request: reversal, seenBefore: BEFORE })).toBe('same')
  })

  it('leaves it to a person when only a receipt number is known from before, and the record fits', () => {
    const before = [{ receipt: '0001' }]
    const record = { ...RECORD, receipt: '0001' }
    expect(judgeRecord(record, { request: REQUEST, seenBefore: before })).toBe('other_record')
    expect(judgeRecord({ ...record, amountMinor: 999 }, { request: REQUEST, seenBefore: before })).toBe('older_record')
  })

  it('takes January for later than December: the terminal’s clock has no year', () => {
    const december = [{ receipt: '0011', date: '1231', time: '235900' }]
    expect(
      judgeRecord({ ...RECORD, terminalDate: '0101', terminalTime: '000100' }, { request: REQUEST, seenBefore: december }),
    ).toBe('same')
  })
})
