import type { Clock } from './clock.ts'
import type { PaymentKind } from './payment-facts.ts'
import type { CashierPrompt, TerminalCondition, TerminalFact } from './terminal-facts.ts'

/** A payment to run. `paymentId` is a UUIDv7 made before anything is sent. */
export interface PaymentRequest {
  readonly paymentId: string
  readonly kind: PaymentKind
  readonly amountMinor: number
  /** ISO 4217 letters. */
  readonly currency: string
  /** For a reversal: the payment to undo, and its receipt number on this terminal. */
  readonly parent?: { readonly paymentId: string; readonly receipt: string }
  readonly details: Readonly<Record<string, string | number>>
}

/** A payment found without a final outcome when the agent starts. */
export interface OpenPayment {
  readonly request: PaymentRequest
  readonly openedAtMs: number
  readonly lastReceipt?: string
  /** The `payment.answered` fact, if one was recorded before the cut. */
  readonly answered?: Extract<TerminalFact, { kind: 'payment.answered' }>
}

export type StartResult =
  | { readonly started: true }
  | {
      readonly started: false
      readonly refused: 'busy' | 'not_ready' | 'unknown_open' | 'unsupported' | 'journal_failed'
      readonly message: string
    }

/** Asking to cancel is not cancelling: the payment's own outcome still comes, and may be `approved`. */
export type CancelResult = 'asked' | 'no_such_payment' | 'too_late'

/** Things a terminal can be told besides payments; which of them a protocol knows stands in its definition. */
export type Operation = 'diagnosis' | 'end_of_day' | 'repeat_receipt' | 'status_enquiry' | 'initialisation' | 'restart'

export type OperationResult =
  | { readonly done: true; readonly lines: readonly string[] }
  | { readonly done: false; readonly code?: string; readonly message: string }

export interface TerminalStatus {
  readonly condition: TerminalCondition
  readonly reason?: string
  readonly text?: string
  readonly openPayment?: string
  /** Monotonic milliseconds of the last byte from the terminal. */
  readonly lastHeardMs?: number
}

/** Everything a driver may do to the world. All calls are synchronous. */
export interface DriverPorts {
  readonly clock: Clock
  /** Bytes to the terminal. Ignored while the link is down. */
  write(bytes: Uint8Array): void
  /** Durable when it returns; throws when it could not be written. */
  record(fact: TerminalFact): void
  prompt(prompt: CashierPrompt): void
  /** Asks the owner to drop the link and open it anew (ZVT over TCP: T3 or a cut means "start over"). */
  reopenLink(why: string): void
}

/**
 * One terminal, driven. Owns no port and no timer of its own making: bytes, link changes and time come in,
 * facts and bytes go out. What only some protocols can do is a capability in the definition.
 */
export interface TerminalDriver {
  linkUp(): void
  linkDown(why: string): void
  received(chunk: Uint8Array): void
  /** Called once, before `linkUp`, with what an earlier run left open. */
  resume(open: readonly OpenPayment[], lastReceipt: string | undefined): void
  startPayment(request: PaymentRequest): StartResult
  cancelPayment(paymentId: string): CancelResult
  runOperation(operation: Operation): Promise<OperationResult>
  /** A person decided about a payment whose outcome asking could not settle. */
  decide(paymentId: string, outcome: 'approved' | 'cancelled'): boolean
  status(): TerminalStatus
  /** Stops timers. Records nothing, sends nothing. */
  close(): void
}
