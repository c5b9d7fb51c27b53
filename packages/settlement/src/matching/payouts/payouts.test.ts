import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchPayouts } from './match-payouts.ts'
import type { MatchBankLine, MatchPayout, PayerMarks } from './payout-item.ts'
import { findOnlySubset } from './subset-sum.ts'
import { findTwoSums } from './two-sum.ts'

const marks: PayerMarks[] = [
  { acquirer: 'adyen', referencePattern: 'TX\\d+XT', namePatterns: ['Adyen N.V.'] },
  { acquirer: 'stripe', referencePattern: 'po_[A-Za-z0-9]+', namePatterns: ['STRIPE'] },
]
const payouts = (...changes: Partial<MatchPayout>[]): MatchPayout[] =>
  changes.map((changed, n) => ({
    id: `o${n + 1}`,
    acquirer: 'adyen',
    account: 'DE02',
    currency: 'EUR',
    amountMinor: 1_000,
    references: [],
    dueDay: 100,
    firstDay: 99,
    lastDay: 105,
    storeGroup: null,
    ...changed,
  }))
const bankLines = (...changes: Partial<MatchBankLine>[]): MatchBankLine[] =>
  changes.map((changed, n) => ({
    id: `b${n + 1}`,
    file: 1,
    position: n + 1,
    account: 'DE02',
    currency: 'EUR',
    amountMinor: 1_000,
    bookingDay: 100,
    booked: true,
    text: 'ADYEN NV',
    bankReference: null,
    ...changed,
  }))
const linksOf = (left: MatchPayout[], right: MatchBankLine[]) =>
  matchPayouts(left, right, marks).links.map(({ rule, payouts: o, lines: b, differenceMinor, returned }) =>
    [
      rule.id,
      o.map(({ id }) => id).join('+'),
      b.map(({ id }) => id).join('+'),
      ...(differenceMinor ? [differenceMinor] : []),
      ...(returned ? ['returned'] : []),
    ].join(' '),
  )

describe('payout to bank line', () => {
  it('P1 joins by the reference in the text, whatever amounts stand beside it', () => {
    const text = 'tx12xt batch 380, MERCHANT'
    expect(linksOf(payouts({ references: ['TX12XT'] }, {}), bankLines({ text }))).toEqual(['P1 o1 b1'])
  })

  it('P1 joins merged and split money that is named', () => {
    expect(
      linksOf(
        payouts({ references: ['TX1XT'] }, { references: ['TX2XT'] }),
        bankLines({ text: 'TX1XT TX2XT', amountMinor: 2_000 }),
      ),
    ).toEqual(['P1 o1+o2 b1'])
    expect(
      linksOf(
        payouts({ references: ['TX1XT'] }),
        bankLines({ text: 'TX1XT', amountMinor: 400 }, { text: 'TX1XT', amountMinor: 600 }),
      ),
    ).toEqual(['P1 o1 b1+b2'])
  })

  it('P1 sees money that came and went back, and money that came again after it', () => {
    const back = [{ text: 'TX1XT' }, { text: 'RETURN TX1XT', amountMinor: -1_000, bookingDay: 101 }]
    expect(linksOf(payouts({ references: ['TX1XT'] }), bankLines(...back))).toEqual(['P1 o1 b1+b2 returned'])
    expect(linksOf(payouts({ references: ['TX1XT'] }), bankLines(...back, { text: 'TX1XT' }))).toEqual(['P1 o1 b1+b2+b3'])
  })

  it('P6 links the same reference with another amount, and leaves neither to the rungs that go by amount', () => {
    const short = bankLines({ text: 'TX1XT', amountMinor: 900 }, { amountMinor: 1_000 })
    expect(linksOf(payouts({ references: ['TX1XT'] }), short)).toEqual(['P6 o1 b1 -100'])
  })

  it('P2 joins by amount, window and name when it is the only one both ways', () => {
    expect(linksOf(payouts({}), bankLines({}))).toEqual(['P2 o1 b1'])
    expect(linksOf(payouts({}), bankLines({ text: 'SOMEBODY' }))).toEqual([])
    expect(linksOf(payouts({}), bankLines({ bookingDay: 106 }))).toEqual([])
    expect(linksOf(payouts({}), bankLines({ account: 'DE03' }))).toEqual([])
    expect(linksOf(payouts({}), bankLines({ text: 'ADYEN TX99XT' }))).toEqual(['P2 o1 b1'].slice(1))
  })

  it('P2 decides nothing when another acquirer has a payout of the amount, or the account another line (amount alone: 14 false links)', () => {
    expect(linksOf(payouts({}, { acquirer: 'stripe' }), bankLines({}))).toEqual([])
    const matched = matchPayouts(payouts({}), bankLines({}, {}), marks)
    expect(matched.links).toEqual([])
    expect(matched.ambiguities).toMatchObject([{ rule: { id: 'P2' }, payouts: ['o1'], lines: ['b1', 'b2'] }])
  })

  it('proposes what stands alone on its own due day among equal amounts, and leaves those of one day to a person', () => {
    const twice = payouts({ dueDay: 100 }, { dueDay: 102 })
    expect(linksOf(twice, bankLines({ bookingDay: 100 }, { bookingDay: 102 }))).toEqual(['P2-day o1 b1', 'P2-day o2 b2'])
    expect(linksOf(payouts({}, {}), bankLines({}, {}))).toEqual([])
    expect(linksOf(payouts({}, { acquirer: 'stripe' }), bankLines({}))).toEqual([])
    expect(linksOf(twice, bankLines({ bookingDay: 101 }))).toEqual([])
  })

  it('has nothing left to choose once one side is taken: the other is missing, whichever it was', () => {
    const one = matchPayouts(payouts({ dueDay: 100 }, { dueDay: 102 }), bankLines({ bookingDay: 100 }), marks)
    expect(one.ambiguities).toEqual([])
    expect(one.openPayouts.map(({ id }) => id)).toEqual(['o2'])
    const other = matchPayouts(payouts({}), bankLines({}, { bookingDay: 103 }), marks)
    expect([other.ambiguities, other.openLines.map(({ id }) => id)]).toEqual([[], ['b2']])
  })

  it('P3 joins all payouts of a due day, never some of them', () => {
    const three = payouts({ amountMinor: 100 }, { amountMinor: 200 }, { amountMinor: 400 })
    expect(linksOf(three, bankLines({ amountMinor: 700 }))).toEqual(['P3 o1+o2+o3 b1'])
    const groups = payouts(
      { amountMinor: 100, storeGroup: 'n' },
      { amountMinor: 200, storeGroup: 'n' },
      { amountMinor: 400, storeGroup: 's' },
    )
    expect(linksOf(groups, bankLines({ amountMinor: 300 }))).toEqual(['P3 o1+o2 b1'])
  })

  it('P4 proposes the only two that make the sum, either way round', () => {
    const days = payouts({ amountMinor: 100, dueDay: 100 }, { amountMinor: 250, dueDay: 101 })
    expect(linksOf(days, bankLines({ amountMinor: 350, bookingDay: 101 }))).toEqual(['P4 o1+o2 b1'])
    expect(linksOf(payouts({}), bankLines({ amountMinor: 300 }, { amountMinor: 700 }))).toEqual(['P4 o1 b1+b2'])
    const twoWays = payouts(
      { amountMinor: 100 },
      { amountMinor: 250, dueDay: 101 },
      { amountMinor: 150 },
      { amountMinor: 200, dueDay: 101 },
    )
    const matched = matchPayouts(twoWays, bankLines({ amountMinor: 350, bookingDay: 101 }), marks)
    expect(matched.links).toEqual([])
    expect(matched.ambiguities).toMatchObject([{ rule: { id: 'P4' }, lines: ['b1'] }])
  })

  it('P5 proposes three and more that make the sum in one way, so that splits do get found (flare19: search that never fires)', () => {
    const spread = payouts(
      { amountMinor: 101 },
      { amountMinor: 202, dueDay: 101 },
      { amountMinor: 404, dueDay: 102 },
      { amountMinor: 808, dueDay: 103 },
    )
    expect(linksOf(spread, bankLines({ amountMinor: 707, bookingDay: 102 }))).toEqual(['P5 o1+o2+o3 b1'])
  })

  it('a line of an open batch is not given the batch’s total (bank-statement-import 157), nor its charge lost (976)', () => {
    const matched = matchPayouts(
      payouts({ references: ['TX1XT'], amountMinor: 1_500 }),
      bankLines({ text: 'TX1XT', amountMinor: 1_474 }),
      marks,
    )
    expect(matched.links).toMatchObject([{ rule: { id: 'P6' }, differenceMinor: -26 }])
  })

  it('shows intraday money as tentative only, and books the day’s statement over it', () => {
    const early = matchPayouts(payouts({ references: ['TX1XT'] }), bankLines({ text: 'TX1XT', booked: false }), marks)
    expect([early.links.length, early.tentative.length, early.openPayouts.length]).toEqual([0, 1, 1])
    const late = matchPayouts(
      payouts({ references: ['TX1XT'] }),
      bankLines({ text: 'TX1XT', booked: false }, { text: 'TX1XT' }),
      marks,
    )
    expect([late.links.length, late.tentative.length, late.openLines.length]).toEqual([1, 0, 0])
  })

  it('knows an entry again under another message, and leaves an acquirer’s credit without payout open', () => {
    const again = { text: 'TX1XT', bankReference: 'N1' }
    const matched = matchPayouts(
      payouts({ references: ['TX1XT'] }),
      bankLines(again, { ...again, file: 2 }, { amountMinor: 5, text: 'adyen n.v. fee' }),
      marks,
    )
    expect(matched.duplicates).toMatchObject([{ line: { id: 'b2' }, first: { id: 'b1' } }])
    expect(matched.openLines.map(({ id }) => id)).toEqual(['b3'])
  })
})

describe('searching sums', () => {
  it('finds the only subset, says when there are two, and refuses the 25th candidate', () => {
    expect(findOnlySubset([1, 2, 4, 8], 11, 2)).toEqual({ kind: 'one', chosen: [0, 1, 3] })
    expect(findOnlySubset([1, 2, 3], 3, 1)).toEqual({ kind: 'several' })
    expect(findOnlySubset([1, 2, 3], 7, 1)).toEqual({ kind: 'none' })
    expect(findOnlySubset(Array(25).fill(1), 3, 1)).toEqual({ kind: 'too_many' })
  })

  it('agrees with trying all subsets', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 40 }), { maxLength: 9 }),
        fc.integer({ min: -10, max: 80 }),
        (amounts, target) => {
          const all = Array.from({ length: 1 << amounts.length }, (_, mask) =>
            amounts.flatMap((_a, at) => ((mask >> at) & 1 ? [at] : [])),
          )
          const hits = all.filter(
            (places) => places.length >= 2 && places.reduce((sum, at) => sum + (amounts[at] ?? 0), 0) === target,
          )
          const answer = findOnlySubset(amounts, target, 2)
          expect(answer.kind).toBe(hits.length === 0 ? 'none' : hits.length === 1 ? 'one' : 'several')
          if (answer.kind === 'one') expect(answer.chosen).toEqual(hits[0])
          expect(findTwoSums(amounts, target).length).toBe(Math.min(2, hits.filter((places) => places.length === 2).length))
        },
      ),
    )
  })

  it('is the same to the byte in any order, and no row is in two links', () => {
    const anyPayouts = fc.array(
      fc.record({
        amountMinor: fc.constantFrom(100, 200, 300, 500),
        references: fc.constantFrom<string[]>([], [], ['TX1XT'], ['TX2XT']),
        dueDay: fc.constantFrom(100, 101),
        acquirer: fc.constantFrom('adyen', 'stripe'),
      }),
      { maxLength: 8 },
    )
    const anyLines = fc.array(
      fc.record({
        amountMinor: fc.constantFrom(100, 200, 300, 400, 600, -100),
        bookingDay: fc.constantFrom(100, 102),
        text: fc.constantFrom('ADYEN NV', 'STRIPE', 'TX1XT', 'TX1XT TX2XT', 'other'),
        booked: fc.constantFrom(true, true, false),
      }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(anyPayouts, anyLines, (o, b) => {
        const [left, right] = [payouts(...o), bankLines(...b)]
        const once = matchPayouts(left, right, marks)
        expect(JSON.stringify(matchPayouts(left.toReversed(), right.toReversed(), marks.toReversed()))).toBe(JSON.stringify(once))
        const rows = once.links.flatMap((one) => [...one.payouts, ...one.lines])
        expect(new Set(rows).size).toBe(rows.length)
        for (const { rule, differenceMinor } of once.links) expect(rule.id === 'P6' || differenceMinor === 0).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
