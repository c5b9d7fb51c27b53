import type { LiveSnapshotAsOf } from '@counterfoil/services/live'
import { type LiveState, mergePayments } from './live-state.ts'

/** Joins the pages of one past snapshot. No delta follows, so revisions stand at 0; what waited on the agents' disks is not known. */
export function stateFromPast(pages: readonly LiveSnapshotAsOf[]): LiveState {
  const asOfMs = Math.max(0, ...pages.map((page) => page.asOfMs))
  const stores = pages.flatMap((page) =>
    page.stores.map((store) => ({
      ...store,
      rev: 0,
      recordedAtMs: asOfMs,
      agents: store.agents.map((agent) => ({ ...agent, waiting: 0, oldestMs: 0 })),
    })),
  )
  return {
    stores: new Map(stores.map((store) => [store.storeId, store])),
    payments: mergePayments([], pages[0]?.payments ?? []),
    minutesFromMs: Math.max(0, ...pages.map((page) => page.minutesFromMs)),
    hubTimeMs: asOfMs,
    behind: new Set(),
  }
}
