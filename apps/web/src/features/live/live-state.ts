import type { LivePayment } from '@counterfoil/protocol'
import type { LiveSnapshot, LiveStore } from '@counterfoil/services/live'

/** What the page holds between snapshots. Only `applyFrame` and `stateFromPages` make one. */
export interface LiveState {
  readonly stores: ReadonlyMap<number, LiveStore>
  /** Newest first, at most `KEPT_PAYMENTS`. */
  readonly payments: readonly LivePayment[]
  /** Minutes of every store are complete from here on. */
  readonly minutesFromMs: number
  /** The hub's clock when it last said something, ms. */
  readonly hubTimeMs: number
  /** Stores of which a change was missed: they are true up to their `rev` and must be asked for again. */
  readonly behind: ReadonlySet<number>
}

export const KEPT_PAYMENTS = 60

/** Joins the pages of one snapshot. */
export function stateFromPages(pages: readonly LiveSnapshot[]): LiveState {
  const stores = new Map(pages.flatMap((page) => page.stores.map((store) => [store.storeId, store] as const)))
  return {
    stores,
    payments: mergePayments([], pages[0]?.payments ?? []),
    minutesFromMs: Math.max(0, ...pages.map((page) => page.minutesFromMs)),
    hubTimeMs: Math.max(0, ...pages.map((page) => page.takenAtMs)),
    behind: new Set(),
  }
}

/** Newer values replace held ones, so that a payment that changes keeps its place. */
export function mergePayments(held: readonly LivePayment[], came: readonly LivePayment[]): readonly LivePayment[] {
  if (came.length === 0) return held
  const byId = new Map(held.map((row) => [row.id, row]))
  for (const row of came) {
    const known = byId.get(row.id)
    if (known === undefined || known.updatedAtMs <= row.updatedAtMs) byId.set(row.id, row)
  }
  return [...byId.values()].sort(newestFirst).slice(0, KEPT_PAYMENTS)
}

function newestFirst(a: LivePayment, b: LivePayment): number {
  return b.openedAtMs - a.openedAtMs || (a.id < b.id ? 1 : -1)
}
