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
