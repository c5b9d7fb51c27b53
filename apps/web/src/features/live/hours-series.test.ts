import type { LiveComparison } from '@counterfoil/services/live'
import { expect, test } from 'vitest'
import { changeOf, hoursSeries, lastFullHour, rateRange } from './hours-series.ts'

const HOUR = 3_600_000
const H13 = Date.UTC(2026, 10, 20, 13)
const rates = { reportingCurrency: 'EUR', rates: [{ currency: 'CNY', factor: 0.125, onDate: '2026-11-19', source: 'ECB' }] }

function hour(hourMs: number, salesMinor: number, currency = 'EUR', approved = 9, declined = 1) {
  return { hourMs, currency, salesMinor, approved, declined, cancelled: 0 }
}

function comparison(over: Partial<LiveComparison>): LiveComparison {
  return {
    takenAtMs: H13,
    fromMs: H13 - 2 * HOUR,
    toMs: H13 + 2 * HOUR,
    hours: [],
    lastWeekHours: [],
    lastWeek: { hourSoFar: [], rateWindow: [], paceWindow: [], daySoFar: [] },
    lastWeekMethods: [],
    ...over,
  }
}

test('hours over are as recorded, the running one as the minutes say, later ones not yet', () => {
  const series = hoursSeries(
    comparison({
      hours: [hour(H13 - HOUR, 100), hour(H13 - HOUR, 800, 'CNY'), hour(H13, 5)],
      lastWeekHours: [hour(H13 - HOUR, 100), hour(H13 + HOUR, 70)],
    }),
    { hourSoFar: [{ currency: 'EUR', amountMinor: 42 }], nowMs: H13 + 1 },
    rates,
  )
  expect(series.running).toBe(2)
  expect(series.points.map((point) => point.salesMinor)).toEqual([0, 200, 42, null])
  expect(series.points.map((point) => point.lastWeekMinor)).toEqual([0, 100, 0, 70])
  expect(series.points.map((point) => point.rate)).toEqual([null, 0.9, 0.9, null])
  expect(lastFullHour(series)).toMatchObject({ change: 1, point: { hourMs: H13 - HOUR } })
})

test('without a week of history nothing is compared', () => {
  const series = hoursSeries(comparison({ hours: [hour(H13 - HOUR, 100)] }), { hourSoFar: [], nowMs: H13 }, rates)
  expect(series.points.every((point) => point.lastWeekMinor === null)).toBe(true)
  expect(lastFullHour(series)?.change).toBeNull()
})

test('nothing sold at all is told as such', () => {
  expect(lastFullHour(hoursSeries(comparison({}), { hourSoFar: [], nowMs: H13 }, rates))).toBeNull()
})

test('a change needs something to change from', () => {
  expect([changeOf(110, 100), changeOf(1, 0), changeOf(1, null), changeOf(null, 1)]).toEqual([
    expect.closeTo(0.1),
    null,
    null,
    null,
  ])
})

test('the rate’s axis begins at 85 % unless the rate is lower', () => {
  const point = { hourMs: 0, salesMinor: 0, lastWeekMinor: 0, lastWeekRate: null }
  expect(rateRange([{ ...point, rate: 0.97 }])).toEqual({ min: 85, max: 100, step: 5 })
  expect(rateRange([{ ...point, rate: 0.71 }])).toEqual({ min: 70, max: 100, step: 10 })
  expect(rateRange([{ ...point, rate: 0 }])).toEqual({ min: 0, max: 100, step: 25 })
})
