import type { Clock, PaymentKind } from '@counterfoil/terminals'
import type { DemoStore } from './chain.ts'
import { drawAmountMinor } from './customers.ts'
import { pick } from './random.ts'

export interface LaneSale {
  readonly kind: PaymentKind
  readonly amountMinor: number
  readonly basket: string
  readonly cashier: string
  /** The sale a reversal undoes. */
  readonly parent?: string
}

/** The last approved sale of a lane: what a customer may bring back. */
interface LastSale {
  readonly paymentId: string
  readonly amountMinor: number
}

/** No two of the chain have the same: an acquirer's file names a payment by it. */
const basketOf = (store: DemoStore, number: number): string => `${store.code}${String(number).padStart(6, '0')}`

/** The people in a store: who comes to which lane, and what they buy or bring back. Numbers baskets; starts nothing itself. */
export function createShop(store: DemoStore, random: () => number, firstBasket: number) {
  const lastSales = new Map<number, LastSale>()
  let baskets = firstBasket

  return {
    /** Draws what happens next at a lane. */
    next(lane: number): LaneSale {
      const last = lastSales.get(lane)
      const kind =
        last === undefined
          ? 'sale'
          : pick<PaymentKind>(random, [
              [985, 'sale'],
              [10, 'refund'],
              [5, 'reversal'],
            ])
      const common = { basket: basketOf(store, ++baskets), cashier: `c-${lane}${Math.floor(random() * 3)}` }
      if (kind === 'sale' || last === undefined) return { ...common, kind: 'sale', amountMinor: drawAmountMinor(store, random) }
      lastSales.delete(lane)
      if (kind === 'refund') return { ...common, kind, amountMinor: last.amountMinor }
      return { ...common, kind, amountMinor: last.amountMinor, parent: last.paymentId }
    },
    /** Learns of a lane's approved sale. */
    sold(lane: number, sale: LastSale): void {
      lastSales.set(lane, sale)
    },
  }
}

/** Lane by lane, `serve` runs one customer after the other; returns false when the lane cannot take one now. */
export function createQueue(lanes: number, clock: Clock, random: () => number, serve: (lane: number) => boolean) {
  const waiting = new Array<number>(lanes).fill(0)
  const tryServe = (lane: number): void => {
    if ((waiting[lane - 1] ?? 0) === 0) return
    if (serve(lane)) waiting[lane - 1] = (waiting[lane - 1] ?? 1) - 1
    else clock.startTimer(5_000, () => tryServe(lane))
  }
  return {
    arrive(): void {
      const lane = 1 + Math.floor(random() * lanes)
      // A customer who sees three people before the till goes to another one, or comes back later.
      if ((waiting[lane - 1] ?? 0) >= 3) return
      waiting[lane - 1] = (waiting[lane - 1] ?? 0) + 1
      tryServe(lane)
    },
  }
}
