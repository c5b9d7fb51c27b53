import type { FeeCheck } from '@counterfoil/services/funds'
import type { Rates } from '@counterfoil/services/rates'
import { addUp } from '../../../components/money/add-up.ts'

export interface LostMonth {
  /** `yyyy-mm`. */
  readonly month: string
  readonly lostMinor: number
  /** Currencies without a rate. */
  readonly unconverted: readonly string[]
}

/** Every month of the span, also those in which nothing was lost. */
export function lostMonths({ from, until, months }: FeeCheck, rates: Rates): LostMonth[] {
  const first = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1
  const last = Number(until.slice(0, 4)) * 12 + Number(until.slice(5, 7)) - 1
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const at = first + index
    const month = `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
    const { amountMinor, unconverted } = addUp(
      months.filter((one) => one.month === month).map(({ currency, lostMinor }) => ({ currency, amountMinor: lostMinor })),
      rates,
    )
    return { month, lostMinor: amountMinor, unconverted: unconverted.map(({ currency }) => currency) }
  })
}
