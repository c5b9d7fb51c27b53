import { describe, expect, it } from 'vitest'
import { carryOver, keyOf, type WaitingPayout } from './carry-over.ts'

const account = { acquirer: 'unionpay', merchantAccount: 'M1', currency: 'CNY' }
const key = keyOf(account)
const payout = (id: number, salesDay: string, amountMinor: number, more: { announced?: boolean } = {}) => ({
  ...account,
  ...{ id, salesDay, amountMinor, minimumMinor: 1_000, announced: false, movementsOnly: false, ...more },
  ...{
    bankAccountId: 1,
    batch: salesDay,
    referenceTexts: [],
    announcedOn: salesDay,
    dueOn: salesDay,
    firstOn: salesDay,
    lastOn: salesDay,
  },
  ...{ gross: '0', fees: '0', net: '0', lineCount: 1 },
})
const waits = (id: number, salesDay: string, amountMinor: number): WaitingPayout => ({ id, key, salesDay, amountMinor })
const carry = (...given: Parameters<typeof carryOver>) => {
  const { written, taken } = carryOver(...given)
  return { taken, written: written.map(({ id, amountMinor, carriedOver, closed }) => ({ id, amountMinor, carriedOver, closed })) }
}

describe('what was too little to be sent', () => {
  it('comes with the next payout of its account, also out of the same file', () => {
    expect(carry([payout(3, '2026-05-03', 700), payout(2, '2026-05-02', 200)], [waits(1, '2026-05-01', 300)], new Map())).toEqual(
      {
        taken: [1],
        written: [
          { id: 2, amountMinor: 200, carriedOver: true, closed: true },
          { id: 3, amountMinor: 1_200, carriedOver: false, closed: false },
        ],
      },
    )
  })

  it('waits for the file of a day that is missing, and what came after that day does not', () => {
    const lost = new Map([[key, ['2026-05-02']]])
    const waiting = [waits(1, '2026-05-01', 300), waits(3, '2026-05-03', 400)]
    expect(carry([payout(4, '2026-05-04', 900)], waiting, lost)).toEqual({
      taken: [3],
      written: [{ id: 4, amountMinor: 1_300, carriedOver: false, closed: false }],
    })
  })

  it('comes with that file when it is here at last, which takes nothing from the days after it', () => {
    const waiting = [waits(1, '2026-05-01', 300), waits(3, '2026-05-03', 400)]
    expect(carry([payout(2, '2026-05-02', 800)], waiting, new Map())).toEqual({
      taken: [1],
      written: [{ id: 2, amountMinor: 1_100, carriedOver: false, closed: false }],
    })
  })

  it('does not come with a payout that the file announces itself', () => {
    const announced = payout(2, '2026-05-02', 5_000, { announced: true })
    expect(carry([announced], [waits(1, '2026-05-01', 300)], new Map())).toMatchObject({
      taken: [],
      written: [{ amountMinor: 5_000 }],
    })
  })
})
