/** What a warning can be about. A new code is one line here. */
export type WarningCode =
  | 'balance-mismatch'
  | 'balance-missing'
  | 'balance-currency'
  | 'statement-chain'
  | 'statement-repeated'
  | 'statement-empty'
  | 'declared-total'
  | 'declared-count'
  | 'payout-mismatch'
  | 'line-does-not-tie'
  | 'orphan-line'
  | 'line-repeated'
  | 'date'
  | 'amount'
  | 'currency'
  | 'direction'
  | 'batch-details'
  | 'field'
  | 'encoding'
  | 'card-numbers'
  | 'file'

export interface Warning {
  readonly code: WarningCode
  /** Line of the file (of the entry that was read, in a ZIP), counted from 1; null when it is about the whole. */
  readonly line: number | null
  /** For people, and without anything private: no names, no remittance texts. */
  readonly message: string
  /** A warning needs a person; a notice tells how something odd was read. */
  readonly severity: 'warning' | 'notice'
}

/** Why a file was refused as a whole. Nothing of it may be kept. */
export class RejectError extends Error {
  override readonly name = 'RejectError'
  readonly line: number | null
  constructor(reason: string, line: number | null = null) {
    super(reason)
    this.line = line
  }
}

/** A few characters of what was found, for messages: digits beyond four are hidden, for they may be anybody's. */
export function quote(text: string): string {
  const short = text.length > 24 ? `${text.slice(0, 24)}…` : text
  return `"${short.replace(/\p{C}/gu, '?').replace(/\d{13,}/g, (digits) => `${'*'.repeat(digits.length - 4)}${digits.slice(-4)}`)}"`
}
