import { expect, test } from 'vitest'
import { forecastBars, forecastRange } from './forecast-days.ts'

const rates = { reportingCurrency: 'EUR', rates: [{ currency: 'CNY', factor: 0.125, onDate: '2026-11-19', source: 'ECB' }] }
const cell = (day: string, currency: string, expectedMinor: number, overdueMinor = 0) => ({
  day,
  currency,
  expectedMinor,
  overdueMinor,
  arrivedMinor: 0,
})

test('fourteen days, across the end of a month, each converted once', () => {
  const bars = forecastBars(
    { from: '2026-11-25', band: [], days: [cell('2026-12-01', 'CNY', 8_00), cell('2026-12-01', 'EUR', 50)] },
    rates,
  )
  expect(bars).toHaveLength(14)
  expect(bars[6]).toMatchObject({ day: '2026-12-01', expectedMinor: 150 })
  expect(bars.at(-1)?.day).toBe('2026-12-08')
})

test('what is overdue stands by itself, and what has no rate is in no sum', () => {
  const [today] = forecastBars(
    { from: '2026-11-25', band: [], days: [cell('2026-11-25', 'EUR', 90, 40), cell('2026-11-25', 'SEK', 7)] },
    rates,
  )
  expect(today).toMatchObject({ expectedMinor: 50, overdueMinor: 40, unconverted: [{ currency: 'SEK', amountMinor: 7 }] })
})

test('how much of it comes is told where every currency has a history', () => {
  const end = (currency: string, leastMinor: number, mostMinor: number) => ({
    day: '2026-12-08',
    currency,
    leastMinor,
    mostMinor,
  })
  const days = [cell('2026-12-01', 'EUR', 90), cell('2026-12-01', 'CNY', 80)]
  const from = '2026-11-25'
  expect(forecastRange({ from, days, band: [end('CNY', 40, 80), end('EUR', 60, 90)] }, rates)).toEqual({
    leastMinor: 65,
    mostMinor: 100,
  })
  expect(forecastRange({ from, days, band: [end('EUR', 60, 90)] }, rates)).toBeNull()
  expect(forecastRange({ from, days, band: [] }, rates)).toBeNull()
})
