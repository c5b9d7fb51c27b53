import { expect, it } from 'vitest'
import { lostMonths } from './lost-months.ts'

const rates = { reportingCurrency: 'EUR', rates: [] }

it('shows each month of the span, over the turn of a year, and leaves out what has no rate', () => {
  const months = [
    { month: '2025-12', currency: 'EUR', lostMinor: 56 },
    { month: '2026-02', currency: 'XTS', lostMinor: 9 },
  ]
  expect(lostMonths({ from: '2025-12-01', until: '2026-02-12', fees: [], months }, rates)).toEqual([
    { month: '2025-12', lostMinor: 56, unconverted: [] },
    { month: '2026-01', lostMinor: 0, unconverted: [] },
    { month: '2026-02', lostMinor: 0, unconverted: ['XTS'] },
  ])
})
