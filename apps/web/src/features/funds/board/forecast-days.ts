import type { ArrivalForecast } from '@counterfoil/services/funds'
import type { Rates } from '@counterfoil/services/rates'
import { addUp, type CurrencyAmount } from '../../../components/money/add-up.ts'

export interface ForecastBar {
  readonly day: string
  readonly arrivedMinor: number
  readonly expectedMinor: number
  readonly overdueMinor: number
  readonly unconverted: readonly CurrencyAmount[]
}

export interface ForecastRange {
  readonly leastMinor: number
  readonly mostMinor: number
}

/** What should be there at the end of the 14 days, in 90 of 100 cases; null while that is not known of every currency. */
export function forecastRange({ days, band }: ArrivalForecast, rates: Rates): ForecastRange | null {
  const last = band.at(-1)?.day
  const ends = band.filter(({ day }) => day === last)
  const known = new Set(ends.map(({ currency }) => currency))
  if (last === undefined || days.some(({ currency, expectedMinor }) => expectedMinor !== 0 && !known.has(currency))) return null
  const sum = (of: (end: ArrivalForecast['band'][number]) => number) =>
    addUp(
      ends.map((end) => ({ currency: end.currency, amountMinor: of(end) })),
      rates,
    ).amountMinor
  return { leastMinor: sum(({ leastMinor }) => leastMinor), mostMinor: sum(({ mostMinor }) => mostMinor) }
}

const DAYS = 14
const DAY_MS = 86_400_000

/** Fourteen bars in the reporting currency; a day without anything expected is an empty one. */
export function forecastBars({ from, days }: ArrivalForecast, rates: Rates): ForecastBar[] {
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(Date.parse(`${from}T00:00:00Z`) + index * DAY_MS).toISOString().slice(0, 10)
    const cells = days.filter((cell) => cell.day === day)
    const sum = (of: (cell: ArrivalForecast['days'][number]) => number) =>
      addUp(
        cells.map((cell) => ({ currency: cell.currency, amountMinor: of(cell) })),
        rates,
      )
    return {
      day,
      arrivedMinor: sum((cell) => cell.arrivedMinor).amountMinor,
      expectedMinor: sum((cell) => cell.expectedMinor - cell.overdueMinor).amountMinor,
      overdueMinor: sum((cell) => cell.overdueMinor).amountMinor,
      unconverted: sum((cell) => cell.expectedMinor + cell.arrivedMinor).unconverted,
    }
  })
}
