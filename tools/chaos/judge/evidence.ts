import type { AcknowledgementLine } from '../agents/agent-plan.ts'
import type { LedgerLine, OrderLine } from '../shop-floor/lane-plan.ts'

/** What one agent has on its disk. */
export interface OutboxEvidence {
  readonly store: string
  readonly epoch: number
  readonly events: readonly { readonly seq: number; readonly kind: string; readonly hash: string; readonly body: string }[]
  /** What it noted as acknowledged. */
  readonly acknowledged: readonly { readonly seq: number; readonly head: string }[]
}

export interface EventRow {
  readonly store: string
  readonly epoch: number
  readonly seq: number
  readonly hash: string
  readonly body: string
}

export interface PaymentEvidence {
  readonly store: string
  readonly id: string
  readonly kind: LedgerLine['kind']
  readonly requestedMinor: number
  readonly authorisedMinor: number | null
  readonly outcome: 'open' | 'approved' | 'declined' | 'cancelled' | 'unknown'
  readonly final: boolean
  readonly receipt: string | null
  readonly basket: string | null
}

export interface SalesRow {
  readonly store: string
  /** A business day, or a minute as milliseconds. */
  readonly at: string
  readonly salesMinor: number
  readonly approved: number
}

/** Everything the judges look at: the terminals' books, the tills' notes, the agents' disks, the database. */
export interface Evidence {
  readonly ledger: readonly LedgerLine[]
  readonly orders: readonly OrderLine[]
  readonly acknowledgements: readonly AcknowledgementLine[]
  readonly outboxes: readonly OutboxEvidence[]
  readonly rows: readonly EventRow[]
  readonly payments: readonly PaymentEvidence[]
  readonly days: readonly SalesRow[]
  readonly minutes: readonly SalesRow[]
}

export interface Violation {
  readonly invariant: string
  readonly what: string
}
