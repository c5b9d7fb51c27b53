import { z } from 'zod'
import { RowId } from './values.ts'

/** What a browser may say on `/live`: which part of the chain it watches. */
export const WatchScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chain') }),
  z.strictObject({ kind: z.literal('country'), country: z.string().regex(/^[A-Z]{2}$/) }),
  z.strictObject({ kind: z.literal('region'), country: z.string().regex(/^[A-Z]{2}$/), region: z.string().max(60) }),
  z.strictObject({ kind: z.literal('store'), storeId: RowId }),
])
export type WatchScope = z.infer<typeof WatchScope>

/** Sums of one store for its current business day. Deltas carry new values, not differences. */
export interface StoreDay {
  readonly businessDate: string
  readonly currency: string
  /** Approved sales − refunds − reversals, minor units. */
  readonly salesMinor: number
  /** Approved sales (count), and all finished sale attempts by outcome. */
  readonly payments: number
  readonly approved: number
  readonly declined: number
  readonly cancelled: number
  readonly unknownOpen: number
}

/** A payment as live figures tell it. Whoever passes by a wall may see it, so it has no digit of a card. */
export interface LivePayment {
  readonly id: string
  readonly storeId: number
  readonly lane: string
  readonly terminalKey: string
  readonly kind: 'sale' | 'refund' | 'reversal'
  readonly amountMinor: number
  readonly currency: string
  readonly outcome: 'open' | 'approved' | 'declined' | 'cancelled' | 'unknown'
  readonly stage: string | null
  readonly recovered: boolean
  readonly scheme: string | null
  readonly funding: string | null
  readonly wallet: string | null
  readonly openedAtMs: number
  readonly updatedAtMs: number
}

/** One row of *Payments*. */
export interface PaymentRow extends LivePayment {
  readonly last4: string | null
}

export interface TerminalNow {
  readonly terminalId: number
  readonly key: string
  readonly lane: string
  readonly condition: 'ready' | 'busy' | 'unreachable' | 'needs_action' | 'maintenance' | 'unseen'
  readonly reason: string | null
  readonly code: string | null
  readonly text: string | null
  readonly sinceMs: number
}

export interface AgentNow {
  readonly agentId: number
  readonly connected: boolean
  readonly sinceMs: number
  readonly waiting: number
  readonly oldestMs: number
}

/**
 * New values of one store after one or more commits. `rev` is the store's own counter, raised by each commit under a row
 * lock: a delta that does not follow the one held (`fromRev`) means "ask for the snapshot again"; an older one is ignored.
 */
export interface StoreDelta {
  readonly storeId: number
  readonly fromRev: number
  readonly rev: number
  readonly recordedAtMs: number
  readonly days: readonly StoreDay[]
  /** Minutes whose sums changed: [minute as ms, currency, sales minor, payments, approved, declined, cancelled]. */
  readonly minutes: readonly (readonly [number, string, number, number, number, number, number])[]
  /** Methods whose sums for the day changed. */
  readonly methods: readonly MethodSum[]
  readonly payments: readonly LivePayment[]
  readonly terminals: readonly TerminalNow[]
  readonly agents: readonly AgentNow[]
}

export interface MethodSum {
  readonly businessDate: string
  readonly currency: string
  readonly scheme: string
  readonly funding: string
  readonly wallet: string | null
  readonly salesMinor: number
  readonly approved: number
  readonly finished: number
}

export interface LiveFrame {
  readonly hubTimeMs: number
  readonly deltas: readonly StoreDelta[]
}

export interface HubToBrowser {
  /** At most four a second. */
  delta: (frame: LiveFrame) => void
  /** The hub lost sight of something: ask for the snapshot again. */
  resync: (why: string) => void
  /** Something about money has changed: pages that show it ask anew. */
  funds: () => void
  /** A device is not what it was: pages that show it ask anew. */
  devices: () => void
  /** An alert, its rules or who is told of it: pages that show them ask anew. */
  alerts: () => void
  /** The session ended; the socket closes. */
  'signed-out': () => void
}
export interface BrowserToHub {
  watch: (scope: unknown, answer: (answer: { ok: boolean; message?: string }) => void) => void
}
