/** A payment as the store knows it, with what may join it to an acquirer's line. Absent is null: nothing is guessed. */
export interface MatchPayment {
  readonly id: string
  readonly acquirer: string
  readonly merchantAccount: string
  readonly currency: string
  readonly kind: 'sale' | 'refund'
  readonly outcome: 'approved' | 'unknown' | 'declined' | 'cancelled' | 'voided'
  /** Above zero, also for refunds. */
  readonly amountMinor: number
  readonly store: string
  readonly terminal: string | null
  readonly method: string | null
  /** Day number (see `dayNumber`). */
  readonly salesDay: number
  readonly happenedAtMs: number
  readonly acquirerReference: string | null
  readonly retrievalReference: string | null
  readonly ourReference: string | null
  readonly authorisationCode: string | null
  readonly traceNumber: string | null
  readonly receiptNumber: string | null
  readonly terminalBatch: string | null
  readonly last4: string | null
  /** Of a refund: the acquirer's or our reference of the sale it gives back. */
  readonly originalReference: string | null
}

/** One line of an acquirer's file. */
export interface MatchLine {
  readonly id: string
  /** Number of the file in the order of their arrival, and the line's place in it. */
  readonly file: number
  readonly position: number
  readonly acquirer: string
  readonly merchantAccount: string
  readonly currency: string
  readonly kind: 'sale' | 'refund' | 'refund-reversed' | 'chargeback' | 'chargeback-reversed' | 'fee'
  /** Signed: what the merchant gets is above zero. */
  readonly grossMinor: number
  readonly batch: string | null
  readonly store: string | null
  readonly terminal: string | null
  readonly method: string | null
  readonly salesDay: number | null
  readonly happenedAtMs: number | null
  readonly acquirerReference: string | null
  readonly retrievalReference: string | null
  readonly merchantReference: string | null
  readonly originalReference: string | null
  readonly authorisationCode: string | null
  readonly traceNumber: string | null
  readonly terminalBatch: string | null
  readonly last4: string | null
}

/** Only its terminal's word for it says that this money was ever meant to move. */
export const isMeantToSettle = ({ outcome }: MatchPayment): boolean => outcome === 'approved' || outcome === 'unknown'

/** The line as its payment would count it: refunds are above zero on both sides. */
export const lineAmount = ({ kind, grossMinor }: MatchLine): number => (kind === 'refund' ? -grossMinor : grossMinor)
