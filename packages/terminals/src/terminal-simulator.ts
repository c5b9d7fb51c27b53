import type { Clock } from './clock.ts'
import type { CardFacts, EntryMode, PaymentKind, PaymentMethod } from './payment-facts.ts'

/** What the simulated customer and host do with one payment. */
export interface SimulatedPayment {
  readonly ending:
    | 'approve'
    | 'decline'
    /** The customer presses Stop. */
    | 'cancel'
    /** Nobody presents a card until the terminal gives up. */
    | 'timeout'
    /** The link is cut before the result is sent; the terminal has approved. */
    | 'unplug_before_result'
    /** The link is cut after the result was acknowledged, before the completion. */
    | 'unplug_after_result'
    /** Garbage bytes on the line before the result. */
    | 'garbage'
    /** The terminal refuses the command because it is busy. */
    | 'busy'
    /** The terminal never answers the command. */
    | 'silent'
    /** Declines because the printer is out of paper. */
    | 'printer'
  /** Milliseconds the customer takes to present the card, and to enter a PIN (0 = none asked). */
  readonly presentMs: number
  readonly pinMs: number
  /** Milliseconds the host takes. */
  readonly hostMs: number
  readonly method: PaymentMethod
  readonly card: CardFacts
  readonly entry: EntryMode
}

export interface SimulatorOptions {
  readonly link: 'serial' | 'tcp'
  readonly terminalId: string
  readonly merchantNumber: string
  /** ISO 4217 letters. */
  readonly currency: string
  /** Called once for each payment the till asks for. */
  readonly plan: (payment: { readonly kind: PaymentKind; readonly amountMinor: number }) => SimulatedPayment
  /** Print lines come to the till when its registration asks for them. */
  readonly merchantName?: string
}

export interface SimulatorPorts {
  readonly clock: Clock
  /** 0 ≤ value < 1. */
  random(): number
  write(bytes: Uint8Array): void
  /** The simulated cable is pulled: the owner closes the link and opens it again after `forMs`. */
  unplug(forMs: number): void
}

/** What the terminal itself holds for true: the other side of every test that asks "was anybody charged twice?". */
export interface LedgerEntry {
  readonly kind: PaymentKind
  readonly amountMinor: number
  readonly receipt: string
  readonly trace: string
  readonly state: 'approved' | 'declined' | 'cancelled' | 'reversed'
  readonly atMs: number
}

export interface TerminalSimulator {
  readonly ledger: readonly LedgerEntry[]
  received(chunk: Uint8Array): void
  linkUp(): void
  linkDown(): void
  close(): void
}
