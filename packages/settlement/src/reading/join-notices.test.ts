import { expect, it } from 'vitest'
import type { MatchBankLine } from '../matching/payouts/payout-item.ts'
import { joinNotices, type NoticeRow, tellWithNotices } from './join-notices.ts'

const line = (id: string, given: Partial<MatchBankLine> = {}): MatchBankLine => ({
  ...{ id, file: 1, position: 1, account: 'A', currency: 'EUR', amountMinor: 300, bookingDay: 10, booked: true },
  ...{ text: 'Sammler', bankReference: null },
  ...given,
})
const row = (id: string, amountMinor: number, given: Partial<NoticeRow> = {}): NoticeRow => ({
  ...{ id, account: 'A', currency: 'EUR', amountMinor, bookingDay: 10, entry: 'e1', reference: null, text: `TX${id}XT` },
  ...given,
})
const joined = (lines: readonly MatchBankLine[], notices: readonly NoticeRow[]) =>
  [...joinNotices(lines, notices)].map(([notice, { id }]) => `${notice} ${id}`)

it('joins by the bank’s reference, whatever charges are in the amount, and never across accounts', () => {
  const lines = [line('x', { bankReference: 'R1', amountMinor: 298 }), line('y', { bankReference: 'R1', account: 'B' })]
  expect(joined(lines, [row('1', 100, { reference: 'R1' }), row('2', 200, { reference: 'R1', entry: 'e2' })])).toEqual([
    '1 x',
    '2 x',
  ])
})

it('joins by a reference that stands in the line where sum and days agree', () => {
  const lines = [line('x', { text: 'B-77 Sammler', bookingDay: 12 }), line('y', { text: 'B-78 Sammler' })]
  expect(joined(lines, [row('1', 300, { reference: 'B-77' })])).toEqual(['1 x'])
  expect(joined(lines, [row('1', 299, { reference: 'B-77' })])).toEqual([])
})

it('joins by sum and day alone only where no other line or notice could be meant', () => {
  const notices = [row('1', 100), row('2', 200)]
  expect(joined([line('x')], notices)).toEqual(['1 x', '2 x'])
  expect(joined([line('x'), line('y')], notices)).toEqual([])
  expect(joined([line('x')], [...notices, row('3', 300, { entry: 'e2' })])).toEqual([])
  expect(joined([line('x', { booked: false })], notices)).toEqual([])
})

it('gives the line the texts and not the money of its notices', () => {
  const lines = [line('x')]
  const notices = [row('1', 100), row('2', 200)]
  expect(tellWithNotices(lines, notices, joinNotices(lines, notices))).toEqual([line('x', { text: 'Sammler TX1XT TX2XT' })])
})
