import { describe, expect, it } from 'vitest'
import { carrySmall } from '../reading/carry-small.ts'
import type { ReadPayout } from '../reading/read-payout.ts'
import { contractWith } from '../testing/contract.ts'

const contract = contractWith({
  payout: { frequency: { every: 'day' }, minimumMinor: 1_000, namePatterns: [] },
})
const payout = (day: number, amountMinor: number): ReadPayout => ({
  payout: {
    id: `p${day}`,
    acquirer: 'adyen',
    account: 'DE02',
    currency: 'EUR',
    amountMinor,
    references: [`R${day}`],
    ...{ dueDay: day + 1, firstDay: day + 1, lastDay: day + 9, storeGroup: null },
  },
  contract,
  days: { salesDay: day, payoutDay: day + 1, arrivalDue: day + 1, lateAfter: day + 1, missingAfter: day + 3 },
  announced: false,
  carried: [],
})
const gap = { acquirer: 'adyen', account: null, firstDay: 2, lastDay: 2 }
const sent = (...args: Parameters<typeof carrySmall>) =>
  carrySmall(...args).payouts.map(({ payout: { id, amountMinor } }) => `${id} ${amountMinor}`)

describe('a payout too small to be sent', () => {
  it('comes with the next, or waits', () => {
    expect(sent([payout(1, 600), payout(3, 700), payout(4, 10)])).toEqual(['p3 1300'])
    expect(carrySmall([payout(1, 600), payout(3, 700), payout(4, 10)]).waiting).toHaveLength(1)
  })

  it('went with the payout of a file that is missing, if that account sold anything on its day', () => {
    const over = { gaps: [gap], seen: new Set<string>() }
    expect(sent([payout(1, 600), payout(3, 1_700)], { ...over, sold: () => true })).toEqual(['p3 1700'])
    expect(sent([payout(1, 600), payout(3, 1_700)], { ...over, sold: () => false })).toEqual(['p3 2300'])
  })

  it('was sent all the same when a statement names it', () => {
    expect(sent([payout(1, 600)], { gaps: [], seen: new Set(['R1']), sold: () => true })).toEqual(['p1 600'])
  })
})
