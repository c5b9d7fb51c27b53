import type { LiveStore } from '@counterfoil/services/live'
import type { Rates } from '@counterfoil/services/rates'
import { addUp, type CurrencyAmount } from '../../components/money/add-up.ts'
import { salesToday } from './figures.ts'

export interface RankedStore {
  readonly store: LiveStore
  /** In the store's own currency. */
  readonly own: CurrencyAmount
  /** In the reporting currency, what ranks it; null without a rate. */
  readonly reportingMinor: number | null
}

/** Stores by sales of their business day; those that cannot be converted come last, by code. */
export function rankStores(stores: Iterable<LiveStore>, rates: Rates): RankedStore[] {
  return [...stores]
    .map((store): RankedStore => {
      const amounts = salesToday([store])
      const added = addUp(amounts, rates)
      return {
        store,
        own: amounts.find((amount) => amount.currency === store.currency) ?? { currency: store.currency, amountMinor: 0 },
        reportingMinor: added.unconverted.length > 0 ? null : added.amountMinor,
      }
    })
    .sort(
      (a, b) =>
        (b.reportingMinor ?? Number.NEGATIVE_INFINITY) - (a.reportingMinor ?? Number.NEGATIVE_INFINITY) ||
        (a.store.code < b.store.code ? -1 : 1),
    )
}

/** Puts rows in an order taken earlier, so that they keep their place while somebody reads; new ones follow. */
export function inOrder(ranked: readonly RankedStore[], order: readonly number[]): RankedStore[] {
  const place = new Map(order.map((storeId, index) => [storeId, index]))
  return [...ranked].sort((a, b) => (place.get(a.store.storeId) ?? order.length) - (place.get(b.store.storeId) ?? order.length))
}
