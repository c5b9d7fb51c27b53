import type { ListedException } from '@counterfoil/services/funds'
import { expect, it } from 'vitest'
import { groupExceptions } from './group-exceptions.ts'

const one = (key: string, of: Partial<ListedException>): ListedException => ({
  key,
  code: 'SHORT_PAID',
  severity: 'medium',
  state: 'open',
  acquirer: 'adyen',
  account: null,
  storeCode: null,
  storeName: null,
  day: '2026-11-20',
  amountMinor: 100,
  currency: 'EUR',
  rows: 1,
  openedAtMs: 5,
  closedAtMs: null,
  assignee: null,
  ...of,
})

it('puts what has one cause into one row, at the place of its worst, with the sum and the oldest', () => {
  const groups = groupExceptions([
    one('a', { severity: 'critical', amountMinor: -700, openedAtMs: 9 }),
    one('b', { code: 'LATE' }),
    one('c', { amountMinor: 50, openedAtMs: 2 }),
    one('d', { currency: 'CNY' }),
    one('e', { acquirer: 'nordpay' }),
  ])
  expect(groups.map(({ exceptions }) => exceptions.map(({ key }) => key).join(''))).toEqual(['ac', 'b', 'd', 'e'])
  expect(groups[0]).toMatchObject({ amountMinor: 750, oldestMs: 2, first: { key: 'a' } })
})
