import type { Entry, StatementHead, StatementTail } from '../model.ts'
import { CurrencySums } from './currency-sums.ts'

/** What one statement adds up to, kept instead of its entries. */
export class StatementTotals {
  readonly head: StatementHead
  tail: StatementTail = { closing: null, available: null }
  entries = 0
  details = 0
  pendingEntries = 0
  /** All entries, as the file lists them. */
  readonly credits = new CurrencySums()
  readonly debits = new CurrencySums()
  /** Those that move the balance. */
  readonly bookedCredits = new CurrencySums()
  readonly bookedDebits = new CurrencySums()

  constructor(head: StatementHead) {
    this.head = head
  }

  add(entry: Entry): void {
    this.entries += 1
    this.details += entry.details.length
    if (entry.status !== 'booked') this.pendingEntries += 1
    if (entry.status === 'no-movement') return
    const credit = entry.direction === 'credit'
    ;(credit ? this.credits : this.debits).add(entry.currency, entry.amount)
    if (entry.status === 'booked') (credit ? this.bookedCredits : this.bookedDebits).add(entry.currency, entry.amount)
  }
}
