import type { PaymentState } from '../ingest/payment-state.ts'
import type { ReadRows } from '../read-rows.ts'

interface Unknown {
  readonly currency: string
  readonly businessDate: string
}

/** Payments without an outcome, kept in memory per store: few, and asked for with every delta. */
export interface OpenUnknowns {
  /** Follows a commit: rows that became unknown come, others go. Tells which ids were unknown before. */
  apply(payments: readonly PaymentState[]): void
  has(storeId: number, paymentId: string): boolean
  /** Reads the stores that were not asked for yet. */
  load(rows: ReadRows, storeIds: readonly number[]): Promise<void>
  /** Reads the store anew when it is asked for. */
  forget(storeId: number): void
  count(storeId: number, businessDate: string, currency: string): number
}

/** An unknown outcome older than this is no longer part of any day a delta tells of. */
const DAYS_BACK = 40

export function createOpenUnknowns(): OpenUnknowns {
  const stores = new Map<number, Map<string, Unknown>>()
  return {
    apply(payments) {
      for (const { storeId, id, outcome, currency, businessDate } of payments) {
        const store = stores.get(storeId)
        if (outcome === 'unknown') store?.set(id, { currency, businessDate })
        else store?.delete(id)
      }
    },
    has: (storeId, paymentId) => stores.get(storeId)?.has(paymentId) ?? false,
    async load(rows, storeIds) {
      const missing = storeIds.filter((storeId) => !stores.has(storeId))
      if (missing.length === 0) return
      for (const storeId of missing) stores.set(storeId, new Map())
      try {
        const found = await rows<Unknown & { storeId: number; id: string }>(
          `select store_id as "storeId", id::text as id, currency::text as currency, business_date::text as "businessDate" from payment
           where store_id = any($1::int[]) and outcome = 'unknown' and opened_on >= current_date - ${DAYS_BACK}`,
          missing,
        )
        for (const { storeId, id, ...unknown } of found) stores.get(storeId)?.set(id, unknown)
      } catch (error) {
        for (const storeId of missing) stores.delete(storeId)
        throw error
      }
    },
    forget: (storeId) => void stores.delete(storeId),
    count(storeId, businessDate, currency) {
      let count = 0
      for (const unknown of stores.get(storeId)?.values() ?? []) {
        if (unknown.businessDate === businessDate && unknown.currency === currency) count += 1
      }
      return count
    },
  }
}
