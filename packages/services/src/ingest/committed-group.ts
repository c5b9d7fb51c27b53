import type { BatchRows } from './batch-rows.ts'
import type { SalesSum } from './fold-sales.ts'
import type { PaymentState } from './payment-state.ts'

/** What one commit changed, told after its acknowledgements: the live feed and the metrics read it. */
export interface CommittedGroup {
  /** The database's clock, ms. */
  readonly recordedAtMs: number
  /** Stores and the revision this commit gave each. */
  readonly revs: ReadonlyMap<number, number>
  readonly batches: readonly BatchRows[]
  readonly payments: readonly PaymentState[]
  readonly minutes: readonly SalesSum[]
  readonly days: readonly SalesSum[]
  /** Terminals whose condition was told. */
  readonly terminals: readonly { readonly storeId: number; readonly terminalId: number }[]
  readonly events: number
  readonly tookMs: number
}
