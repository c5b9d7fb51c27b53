import type { OwedCell } from '@counterfoil/services/funds'
import { expect, test } from 'vitest'
import { owedRows } from './owed-rows.ts'

const cell = (change: Partial<OwedCell>): OwedCell => ({
  acquirer: 'adyen',
  currency: 'EUR',
  band: 'today',
  owedMinor: 100,
  payments: 1,
  stores: 1,
  late: 0,
  missing: 0,
  ...change,
})

test('an acquirer that owes in two currencies has two rows, which are never added up', () => {
  const rows = owedRows([cell({}), cell({ band: 'over_7', owedMinor: 50 }), cell({ currency: 'SEK', owedMinor: 7 })])
  expect(rows.map(({ currency, totalMinor }) => [currency, totalMinor])).toEqual([
    ['EUR', 150],
    ['SEK', 7],
  ])
  expect(rows[0]?.bands.over_7?.owedMinor).toBe(50)
})
