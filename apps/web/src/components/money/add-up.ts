import type { Rates } from '@counterfoil/services/rates'
import { minorUnitExponent } from '../format/minor-units.ts'

export interface CurrencyAmount {
  readonly currency: string
  readonly amountMinor: number
}

/** Amounts of several currencies as one, and what could not be made part of it. */
export interface AddedUp {
  readonly currency: string
  readonly amountMinor: number
  /** Currencies without a rate, as they are: never guessed. */
  readonly unconverted: readonly CurrencyAmount[]
  /** The oldest rate used; null when nothing needed converting. */
  readonly rate: { readonly onDate: string; readonly source: string } | null
}

/** Sums amounts of the same currency; currencies in order of their code. */
export function sumByCurrency(amounts: Iterable<CurrencyAmount>): CurrencyAmount[] {
  const sums = new Map<string, number>()
  for (const { currency, amountMinor } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor)
  return [...sums]
    .map(([currency, amountMinor]) => ({ currency, amountMinor }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
}

/** Converts each currency's sum once, by the dated rate, and rounds it to the reporting currency's minor unit. */
export function addUp(amounts: Iterable<CurrencyAmount>, { reportingCurrency, rates }: Rates): AddedUp {
  let amountMinor = 0
  let rateUsed: AddedUp['rate'] = null
  const unconverted: CurrencyAmount[] = []
  for (const sum of sumByCurrency(amounts)) {
    if (sum.currency === reportingCurrency) {
      amountMinor += sum.amountMinor
      continue
    }
    const rate = rates.find((each) => each.currency === sum.currency)
    if (rate === undefined) {
      if (sum.amountMinor !== 0) unconverted.push(sum)
      continue
    }
    const shift = 10 ** (minorUnitExponent(reportingCurrency) - minorUnitExponent(sum.currency))
    amountMinor += Math.round(sum.amountMinor * rate.factor * shift)
    if (rateUsed === null || rate.onDate < rateUsed.onDate) rateUsed = { onDate: rate.onDate, source: rate.source }
  }
  return { currency: reportingCurrency, amountMinor, unconverted, rate: rateUsed }
}
