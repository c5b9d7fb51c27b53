import type { Contract } from '../contracts/contract.ts'

/** A card contract as tests start from it: T+2 in euro, no fees, paid on working days. */
export const contractWith = (changed: Partial<Contract> = {}): Contract => ({
  id: 'c1',
  version: 1,
  acquirer: 'adyen',
  merchantAccount: 'M1',
  currency: 'EUR',
  validFrom: '2025-01-01',
  zone: 'Europe/Berlin',
  salesDay: { closesAtMinute: 0, closes: 'next_day' },
  captureDelayDays: 0,
  settlementLag: 2,
  settlementCalendars: ['target2'],
  payout: {
    frequency: { every: 'week', on: [1, 2, 3, 4, 5] },
    minimumMinor: 0,
    referencePattern: 'TX\\d+XT',
    namePatterns: ['ADYEN'],
  },
  bank: { account: 'DE02', calendars: ['target2'], bookingLagDays: 0 },
  fees: [],
  feeDecimals: 2,
  feesTaken: 'per_line',
  tolerance: { grossMinor: 0, payoutMinor: 0, feeMinor: 0 },
  late: { graceWorkingDays: 0, missingAfterWorkingDays: 2 },
  fileDueDays: 2,
  ...changed,
})
