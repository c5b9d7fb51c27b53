import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contractWith } from '../testing/contract.ts'
import { carrySmall } from './carry-small.ts'
import { type CarryEvidence, type CarryItem, decideCarry, NO_EVIDENCE } from './decide-carry.ts'
import type { ReadPayout } from './read-payout.ts'

const item = (salesDay: number, ownMinor: number, changed: Partial<CarryItem> = {}): CarryItem => ({
  ...{ id: `p${salesDay}`, acquirer: 'unionpay', merchantAccount: 'M1', currency: 'CNY', batch: `b${salesDay}` },
  ...{ salesDay, ownMinor, minimumMinor: 1_000, references: [`R${salesDay}`] },
  ...changed,
})
const gap = { acquirer: 'unionpay', account: null, firstDay: 2, lastDay: 2 }
const knowing = (changed: Partial<CarryEvidence>): CarryEvidence => ({ ...NO_EVIDENCE, ...changed })
/** `p3 1300 < p1`: 13.00 are sent as p3, and p1 came with it. */
const told = (items: readonly CarryItem[], evidence?: CarryEvidence) => {
  const { carried, waiting } = decideCarry(items, evidence)
  const own = new Map(items.map(({ id, ownMinor }) => [id, ownMinor]))
  const sent = [...carried].map(([id, small]) => {
    const minor = small.reduce((sum, { ownMinor }) => sum + ownMinor, own.get(id) ?? 0)
    return `${id} ${minor}${small.length > 0 ? ` < ${small.map((one) => one.id).join(' ')}` : ''}`
  })
  return [...sent, ...[...waiting].map((id) => `${id} waits`)]
}

describe('what was too little to be sent', () => {
  it('comes with the next payout of its account, or waits for it', () => {
    expect(told([item(1, 600), item(3, 700), item(4, 10)])).toEqual(['p3 1300 < p1', 'p4 waits'])
  })

  it('comes with several others, when each was too little', () => {
    expect(told([item(1, 100), item(2, 200), item(3, 300), item(4, 400)])).toEqual(['p4 1000 < p1 p2 p3'])
  })

  it('may be owed to the acquirer, and then the next one is less', () => {
    expect(told([item(1, -500), item(2, 1_200), item(3, 900)])).toEqual(['p3 1600 < p1 p2'])
  })

  it('never comes with another account, currency or acquirer', () => {
    const others = [{ merchantAccount: 'M2' }, { currency: 'EUR' }, { acquirer: 'alipay' }]
    for (const other of others) expect(told([item(1, 600), item(3, 1_700, other)])).toEqual(['p3 1700', 'p1 waits'])
  })

  it('went with the payout of a file that is missing, and what came after that day did not', () => {
    const lost = knowing({ gaps: [gap] })
    expect(told([item(1, 300), item(3, 400), item(4, 900)], lost)).toEqual(['p4 1300 < p3', 'p1 waits'])
  })

  it('comes over the day of a missing file on which its account sold nothing', () => {
    const lost = knowing({ gaps: [gap], sold: () => false })
    expect(told([item(1, 300), item(4, 900)], lost)).toEqual(['p4 1200 < p1'])
  })

  it('is not held up by a missing file of another account', () => {
    const lost = knowing({ gaps: [{ ...gap, merchantAccount: 'M2' }] })
    expect(told([item(1, 300), item(4, 900)], lost)).toEqual(['p4 1200 < p1'])
  })

  it('goes with that file when it is here at last, and takes nothing from the days after it', () => {
    expect(told([item(1, 300), item(2, 800), item(3, 400), item(4, 900)])).toEqual(['p2 1100 < p1', 'p4 1300 < p3'])
  })

  it('was sent all the same when a statement names it: what the lost file told came with it', () => {
    expect(told([item(1, 300), item(3, 400)], knowing({ gaps: [gap], seen: new Set(['R3']) }))).toEqual(['p3 400', 'p1 waits'])
  })

  it('is the same whatever the order in which files came, which numbers of rows tell', () => {
    const any = fc.uniqueArray(
      fc.record({ salesDay: fc.integer({ min: 1, max: 8 }), ownMinor: fc.integer({ min: -800, max: 1_500 }) }),
      { maxLength: 8, selector: ({ salesDay }) => salesDay },
    )
    fc.assert(
      fc.property(any, fc.boolean(), (given, isLost) => {
        const items = given.map(({ salesDay, ownMinor }) => item(salesDay, ownMinor))
        const evidence = isLost ? knowing({ gaps: [{ ...gap, firstDay: 4, lastDay: 5 }] }) : NO_EVIDENCE
        expect(told(items.toReversed(), evidence).sort()).toEqual(told(items, evidence).sort())
        const { carried, waiting } = decideCarry(items, evidence)
        const places = [...carried].flatMap(([id, small]) => [id, ...small.map((one) => one.id)]).concat([...waiting])
        expect(places.sort()).toEqual(items.map(({ id }) => id).sort())
      }),
    )
  })
})

describe('payouts of files', () => {
  const contract = contractWith({ payout: { frequency: { every: 'day' }, minimumMinor: 1_000, namePatterns: [] } })
  const payout = (day: number, amountMinor: number, announced = false): ReadPayout => ({
    payout: {
      ...{ id: `p${day}`, acquirer: 'adyen', account: 'DE02', currency: 'EUR', amountMinor, references: [`R${day}`] },
      ...{ dueDay: day + 1, firstDay: day + 1, lastDay: day + 9, storeGroup: null },
    },
    contract,
    days: { salesDay: day, payoutDay: day + 1, arrivalDue: day + 1, lateAfter: day + 1, missingAfter: day + 3 },
    announced,
    carried: [],
  })

  it('that are announced bring what they say themselves, and nothing when that is nothing', () => {
    const { payouts, waiting } = carrySmall([payout(1, 600), payout(2, 5_000, true), payout(3, 0, true), payout(4, 700)])
    expect(payouts.map(({ payout: { id, amountMinor }, carried }) => [id, amountMinor, carried])).toEqual([
      ['p2', 5_000, []],
      ['p4', 1_300, ['p1']],
    ])
    expect(waiting).toEqual([])
  })
})
