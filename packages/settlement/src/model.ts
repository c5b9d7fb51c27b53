import type { Decimal } from './decimal.ts'
import type { Warning } from './warning.ts'

/** Where in the file something was read. */
export interface Position {
  /** Counted from 1. */
  readonly line: number
  /** UTF-16 units of the decoded text before it (bytes, in files of fixed width); banks write whole files on one line. */
  readonly character: number
}

export interface Balance {
  /** Signed: an overdrawn account is below zero. */
  readonly amount: Decimal
  readonly currency: string | null
  /** yyyy-mm-dd, or null where the file has none that exists. */
  readonly date: string | null
  readonly at: Position
}

export interface StatementHead {
  readonly at: Position
  readonly id: string | null
  readonly account: string | null
  readonly currency: string | null
  /** Only booked statements are evidence of arrival; a notice tells details of entries that a statement books. */
  readonly kind: 'booked' | 'intraday' | 'notice'
  readonly sequence: string | null
  /** Number of the page, where a statement comes in several. */
  readonly page: string | null
  /** Whether the format may leave entries out: balances that do not tie are then told, but lose nothing. */
  readonly partial: boolean
  readonly opening: Balance | null
}

/** What is known only at the end. */
export interface StatementTail {
  readonly closing: Balance | null
  readonly available: Balance | null
}

export interface Charge {
  readonly amount: Decimal
  readonly currency: string | null
  /** Whether the amount of the entry has it in already. */
  readonly included: boolean | null
}

/** What joins an entry to what it is about. */
export interface References {
  readonly bank: string | null
  readonly endToEnd: string | null
  readonly transaction: string | null
  readonly instruction: string | null
  readonly message: string | null
  readonly mandate: string | null
  readonly creditor: string | null
}

/** One of the transactions that a bank booked as one entry: an allocation of its amount, never more money. */
export interface EntryDetail {
  readonly at: Position
  readonly amount: Decimal | null
  readonly currency: string | null
  readonly direction: 'credit' | 'debit'
  readonly references: References
  readonly counterparty: string | null
  readonly counterpartyAccount: string | null
  readonly text: string
  readonly charges: readonly Charge[]
  readonly returnReason: string | null
}

export interface Entry {
  readonly at: Position
  readonly amount: Decimal
  readonly currency: string | null
  readonly direction: 'credit' | 'debit'
  /** Only booked entries move the balance; the file says of `no-movement` that it is no money of this account. */
  readonly status: 'booked' | 'pending' | 'information' | 'no-movement'
  readonly reversal: boolean
  readonly bookingDate: string | null
  readonly valueDate: string | null
  /** The bank's code for the kind of transaction. */
  readonly code: string | null
  readonly references: References
  readonly counterparty: string | null
  readonly counterpartyAccount: string | null
  readonly text: string
  readonly charges: readonly Charge[]
  readonly returnReason: string | null
  /** What the bank says it booked in one: fewer details than `count` may have been delivered. */
  readonly batch: { readonly reference: string | null; readonly count: number | null } | null
  readonly details: readonly EntryDetail[]
}

export type LineKind =
  | 'sale'
  | 'refund'
  | 'refund-reversed'
  | 'chargeback'
  | 'chargeback-reversed'
  | 'fee'
  | 'adjustment'
  | 'transfer'
  | 'reserve'
  | 'payout'
  | 'payout-returned'
  | 'other'

/** One line of an acquirer's file. */
export interface SettlementLine {
  readonly at: Position
  /** What groups lines into one payout: a batch number, a payout id, a day. */
  readonly batch: string | null
  readonly merchant: string | null
  readonly kind: LineKind
  /** The file's own word for it. */
  readonly type: string
  readonly method: string | null
  readonly acquirerReference: string | null
  readonly merchantReference: string | null
  /** Of the line that this one takes back. */
  readonly originalReference: string | null
  readonly payoutReference: string | null
  readonly store: string | null
  readonly terminal: string | null
  readonly authorisationCode: string | null
  readonly traceNumber: string | null
  /** First six and last four at most. */
  readonly card: string | null
  /** Year, month and day with dashes, then the time if there is one; without a zone where the file has none. */
  readonly happenedAt: string | null
  readonly zone: string | null
  /** Signed: what the merchant gets is above zero. */
  readonly gross: Decimal | null
  readonly grossCurrency: string | null
  /** Costs are above zero. */
  readonly fees: Decimal
  readonly net: Decimal
  readonly currency: string
  /** Of the account after this movement, where the file tells. */
  readonly balanceAfter: Decimal | null
  readonly text: string
}

/** What a parser hands on, in the order of the file. Entries belong to the statement begun last. */
export interface ParseSink {
  beginStatement(head: StatementHead): void
  entry(entry: Entry): void
  endStatement(tail: StatementTail): void
  line(line: SettlementLine): void
  warn(warning: Warning): void
}

export const NO_REFERENCES: References = {
  bank: null,
  endToEnd: null,
  transaction: null,
  instruction: null,
  message: null,
  mandate: null,
  creditor: null,
}
