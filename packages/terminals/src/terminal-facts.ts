import type { Outcome, PaymentKind, PaymentResult, TranscriptEntry } from './payment-facts.ts'

/** How a terminal is, as a cashier or the operations centre needs to know it. */
export type TerminalCondition = 'ready' | 'busy' | 'unreachable' | 'needs_action' | 'maintenance'

/**
 * One fact a driver wants on disk. `record` returns only when it is durable; the driver acts (writes a byte,
 * acknowledges a result) after that. The agent adds the envelope (time, boot, terminal, chain).
 */
export type TerminalFact =
  /** Before the first byte of a payment leaves. */
  | {
      readonly kind: 'payment.opened'
      readonly payment: string
      readonly paymentKind: PaymentKind
      readonly amountMinor: number
      readonly currency: string
      readonly parent?: string
      /**
       * Receipt number of the terminal's last known record (`0000`: it had none), in ZVT with its trace number behind a
       * slash where known: what an inquiry must not mistake for this payment.
       */
      readonly lastReceipt?: string
      /** Basket, cashier, lane and the like, as the till gave them. */
      readonly details: Readonly<Record<string, string | number>>
    }
  /** The terminal told a result; recorded before it is acknowledged. Not final yet. */
  | {
      readonly kind: 'payment.answered'
      readonly payment: string
      readonly outcome: Exclude<Outcome, 'unknown'>
      readonly result: PaymentResult
      readonly transcript: readonly TranscriptEntry[]
    }
  /** The outcome cannot change any more. `transcript` holds what came after the last recorded part. */
  | {
      readonly kind: 'payment.finalised'
      readonly payment: string
      readonly paymentKind: PaymentKind
      readonly outcome: Exclude<Outcome, 'unknown'>
      readonly amountMinor: number
      readonly currency: string
      readonly reason?: FinalReason
      /** Found by asking the terminal after the answer had been lost. */
      readonly recovered: boolean
      readonly result: PaymentResult
      readonly transcript: readonly TranscriptEntry[]
    }
  /** The answer was lost. `asking`: the terminal will be asked; `needs_person`: asking cannot settle it. */
  | {
      readonly kind: 'payment.unknown'
      readonly payment: string
      readonly stage: 'asking' | 'needs_person'
      readonly why: UnknownReason
      readonly transcript: readonly TranscriptEntry[]
    }
  | {
      readonly kind: 'payment.inquired'
      readonly payment: string
      readonly attempt: number
      readonly verdict: 'same' | 'older_record' | 'other_record' | 'reversed' | 'no_record' | 'no_answer' | 'busy'
      readonly transcript: readonly TranscriptEntry[]
    }
  | {
      readonly kind: 'terminal.condition'
      readonly condition: TerminalCondition
      /** Closed, translatable: `port_gone`, `silent`, `printer_not_ready`, `end_of_day_required`, `initialisation_required` … */
      readonly reason?: string
      /** The protocol's own code and text. */
      readonly code?: string
      readonly text?: string
    }
  | {
      readonly kind: 'terminal.identified'
      readonly terminalId?: string
      readonly model?: string
      readonly serial?: string
      readonly software?: string
      readonly currency?: string
    }
  /** Bytes that are no message of the protocol: length, first bytes with digits masked, and why. */
  | {
      readonly kind: 'terminal.discarded'
      readonly length: number
      readonly head: string
      readonly why: string
    }
  /** Totals the terminal reported at its end of day. */
  | {
      readonly kind: 'terminal.totals'
      readonly currency: string
      readonly amountMinor: number
      readonly receiptFrom?: string
      readonly receiptTo?: string
      readonly brands: readonly { readonly brand: string; readonly count: number; readonly amountMinor: number }[]
      readonly resultCode: string
    }
  /** A result that does not fit its request: other amount, other currency. Never dropped. */
  | {
      readonly kind: 'terminal.mismatch'
      readonly payment?: string
      readonly field: 'amount' | 'currency' | 'receipt' | 'no_payment_open'
      readonly expected?: string
      readonly got: string
    }

export type FinalReason =
  | 'customer_cancelled'
  | 'till_cancelled'
  | 'timeout'
  | 'not_processed'
  | 'reversed_by_terminal'
  | 'terminal_refused'
  | 'terminal_busy'
  | 'decided_by_person'

export type UnknownReason = 'link_lost' | 'no_answer' | 'open_at_start' | 'protocol_error' | 'journal_failed'

/** What the cashier should see now. Not kept. */
export interface CashierPrompt {
  readonly payment?: string
  /** `insert_card`, `remove_card`, `pin_entry`, `processing`, `host_wait`, `reversal_running`, `printing`, `other` … */
  readonly code: string
  /** The terminal's own words, if it sent any. */
  readonly text?: string
}
