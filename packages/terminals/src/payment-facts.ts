/** What a payment is, in words every protocol shares. Amounts are integers of minor units. */

export type PaymentKind = 'sale' | 'refund' | 'reversal'

/** `unknown` is resolved only by asking the terminal, never by trying again. */
export type Outcome = 'approved' | 'declined' | 'cancelled' | 'unknown'

/** What the terminal told; `not_told` instead of a guess. */
export type Funding = 'credit' | 'debit' | 'prepaid' | 'not_told'

export type EntryMode = 'contactless' | 'chip' | 'magstripe' | 'manual' | 'qr' | 'not_told'

export interface PaymentMethod {
  /** Lower case: `visa`, `mastercard`, `girocard`, `maestro`, `amex`, `diners`, `jcb`, `unionpay`, `other` … */
  readonly scheme: string
  readonly funding: Funding
  /** Lower case: `alipay`, `wechat_pay`, `bluecode` …; absent when a card paid. */
  readonly wallet?: string
}

/** At most first six and last four digits ever exist outside the terminal (PCI DSS 3.4.1, 3.5.1). */
export interface CardFacts {
  readonly first6?: string
  readonly last4?: string
  /** The terminal's own name for the product, e.g. `Debit Mastercard`. */
  readonly name?: string
}

/** What the terminal said of one payment. Every field it did not tell is absent. */
export interface PaymentResult {
  readonly amountMinor?: number
  /** ISO 4217 letters. */
  readonly currency?: string
  readonly tipMinor?: number
  readonly method?: PaymentMethod
  readonly card?: CardFacts
  readonly entry?: EntryMode
  readonly cardholderVerification?: 'none' | 'signature' | 'pin' | 'device' | 'not_told'
  readonly authorised?: 'online' | 'offline' | 'voice'
  readonly authorisationCode?: string
  readonly receipt?: string
  /** System trace audit number. */
  readonly trace?: string
  readonly retrievalReference?: string
  readonly terminalId?: string
  readonly merchantNumber?: string
  readonly applicationId?: string
  /** The protocol's own result code, two hex digits for ZVT. */
  readonly resultCode?: string
  readonly resultText?: string
  /** The terminal's own date and time as it wrote them (ZVT: `MMDD` and `hhmmss`, no year). */
  readonly terminalDate?: string
  readonly terminalTime?: string
}

/** One message between till side and terminal, redacted: no card number, track or CVV is left in `hex`. */
export interface TranscriptEntry {
  /** Milliseconds after the payment was opened. */
  readonly ms: number
  readonly direction: 'to_terminal' | 'from_terminal'
  /** e.g. `authorisation`, `intermediate_status`, `status_information`, `completion`. */
  readonly name: string
  readonly hex: string
  /** A few decoded values worth showing beside the bytes. */
  readonly note?: string
}
