import type { Column } from './columns.ts'
import { paymentIdDate } from './payment-id-time.ts'
import type { PaymentState } from './payment-state.ts'

/** A payment whose money is expected, or one that is to be looked at again because something changed about it. */
export interface ExpectedMoney {
  readonly storeId: number
  readonly openedOn: string
  readonly id: string
  readonly kind: string
  readonly currency: string
  readonly amountMinor: number
  /** false: only a row that is there already is touched. */
  readonly isNew: boolean
}

export const EXPECTED: readonly Column<ExpectedMoney>[] = [
  { name: 'store_id', type: 'int4', read: (row) => row.storeId },
  { name: 'opened_on', type: 'date', read: (row) => row.openedOn },
  { name: 'payment_id', type: 'uuid', read: (row) => row.id },
  { name: 'kind', type: 'text', read: (row) => row.kind },
  { name: 'currency', type: 'text', read: (row) => row.currency },
  { name: 'amount_minor', type: 'int8', read: (row) => row.amountMinor },
  { name: 'is_new', type: 'bool', read: (row) => row.isNew },
]

/**
 * Money is expected of what was approved or may have been. What turns out declined, and the sale that is reversed or given
 * back, is only marked: the follower reads how it stands. One row for each payment, in the order of their keys.
 */
export function expectMoney(payments: readonly PaymentState[]): ExpectedMoney[] {
  const rows = new Map<string, ExpectedMoney>()
  const touch = (payment: PaymentState, id: string) => {
    const key = `${payment.storeId}/${id}`
    const { storeId, currency } = payment
    if (!rows.has(key))
      rows.set(key, { storeId, openedOn: paymentIdDate(id), id, kind: 'sale', currency, amountMinor: 0, isNew: false })
  }
  for (const payment of payments) {
    const { storeId, openedOn, id, kind, currency, outcome, parent, authorisedMinor, requestedMinor } = payment
    if (outcome === 'open') continue
    const moves = outcome === 'approved' || outcome === 'unknown'
    if (kind !== 'reversal' && moves) {
      const amountMinor = authorisedMinor ?? requestedMinor
      rows.set(`${storeId}/${id}`, { storeId, openedOn, id, kind, currency, amountMinor, isNew: true })
    } else if (kind !== 'reversal') touch(payment, id)
    if (parent !== null && moves) touch(payment, parent)
  }
  return [...rows.values()].sort((a, b) => a.storeId - b.storeId || (a.id < b.id ? -1 : 1))
}
