/** Money an acquirer says it sends to one account. Payouts that were carried over have no bank line and are not here. */
export interface MatchPayout {
  readonly id: string
  readonly acquirer: string
  readonly account: string
  readonly currency: string
  /** Below zero when the acquirer takes money. */
  readonly amountMinor: number
  /** As the acquirer's pattern finds it in texts, in upper case; more than one when the file tells a trace id too. */
  readonly references: readonly string[]
  /** Day numbers: when it should be booked, and the window in which a line without reference may still be it. */
  readonly dueDay: number
  readonly firstDay: number
  readonly lastDay: number
  /** Where an acquirer pays groups of stores together. */
  readonly storeGroup: string | null
}

/** A booked entry of a bank statement, or one that was told during the day and is not final. */
export interface MatchBankLine {
  readonly id: string
  /** Number of the statement in the order of their arrival, and the entry's place in it. */
  readonly file: number
  readonly position: number
  readonly account: string
  readonly currency: string
  /** A credit is above zero. */
  readonly amountMinor: number
  readonly bookingDay: number
  readonly booked: boolean
  /** Remittance text, counterparty, EndToEndId and trace id, joined by blanks. */
  readonly text: string
  readonly bankReference: string | null
}

/** How an acquirer can be recognised on a statement. */
export interface PayerMarks {
  readonly acquirer: string
  readonly referencePattern: string | null
  readonly namePatterns: readonly string[]
}
