import { describe, expect, it } from 'vitest'
import { deriveFundsStatus, type FundsEvidence } from './funds-status.ts'

const evidence = (changed: Partial<FundsEvidence> = {}): FundsEvidence => ({
  outcome: 'approved',
  captured: true,
  settled: true,
  totalOnly: false,
  inPayout: true,
  tentative: false,
  arrivedOn: null,
  refundedMinor: 0,
  amountMinor: 1_000,
  chargeback: 'none',
  reserved: false,
  writtenOff: false,
  due: { fileDue: '2026-05-07', lateAfter: '2026-05-08', missingAfter: '2026-05-12' },
  fileMissing: false,
  differenceMinor: 0,
  toleranceMinor: 0,
  duplicate: false,
  currencyDiffers: false,
  feeDeviates: false,
  needsPerson: false,
  ...changed,
})
const healthOn = (today: string, changed: Partial<FundsEvidence> = {}) => deriveFundsStatus(evidence(changed), today).health

describe('the status of a payment’s money', () => {
  it('is on time while it is expected, then late, then missing', () => {
    expect(['2026-05-08', '2026-05-09', '2026-05-12', '2026-05-13'].map((day) => healthOn(day))).toEqual([
      'on_time',
      'late',
      'late',
      'missing',
    ])
  })

  it('does not call missing what no file could show yet', () => {
    expect(healthOn('2026-05-08', { settled: false, inPayout: false })).toBe('missing')
    expect(healthOn('2026-05-08', { settled: false, inPayout: false, fileMissing: true })).toBe('on_time')
    expect(healthOn('2026-05-20', { fileMissing: true })).toBe('file_missing')
  })

  it('keeps arriving late a fact, whatever day it is looked at', () => {
    expect(healthOn('2026-12-01', { arrivedOn: '2026-05-09' })).toBe('late')
    expect(healthOn('2026-12-01', { arrivedOn: '2026-05-08' })).toBe('on_time')
  })

  it('can have arrived and be charged back, or be refunded in part', () => {
    const both = deriveFundsStatus(evidence({ arrivedOn: '2026-05-08', chargeback: 'first', refundedMinor: 300 }), '2026-06-01')
    expect(both).toEqual({ position: 'arrived', exits: ['refunded_part', 'charged_back_first'], health: 'on_time' })
  })

  it('asks for a person when the acquirer settled what the store declined', () => {
    expect(healthOn('2026-05-07', { outcome: 'declined' })).toBe('review')
    expect(healthOn('2026-06-07', { outcome: 'declined', settled: false, inPayout: false })).toBe('on_time')
  })

  it('is short, over or unknown', () => {
    expect(healthOn('2026-05-07', { differenceMinor: -2, toleranceMinor: 1 })).toBe('short')
    expect(healthOn('2026-05-07', { differenceMinor: 1, toleranceMinor: 1 })).toBe('on_time')
    expect(healthOn('2026-05-07', { differenceMinor: 2 })).toBe('over')
    expect(healthOn('2026-05-07', { due: null })).toBe('unknown')
  })

  it('stands at the furthest place there is evidence for', () => {
    const places = [
      { settled: false, inPayout: false },
      { inPayout: false },
      {},
      { tentative: true },
      { arrivedOn: '2026-05-08' },
    ]
    expect(places.map((changed) => deriveFundsStatus(evidence(changed), '2026-05-07').position)).toEqual([
      'captured',
      'settled',
      'in_payout',
      'arrived_tentative',
      'arrived',
    ])
  })
})
