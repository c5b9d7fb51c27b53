import type { PaymentKind } from '../../payment-facts.ts'
import type { LedgerEntry, SimulatedPayment } from '../../terminal-simulator.ts'
import { TOTALS_BRANDS } from '../totals.ts'
import type { Transaction } from './messages.ts'

const MAX_RECEIPT = 9_999
const MAX_TRACE = 999_999
/** Counts in bitmap 60 are one byte. */
const MAX_COUNT = 255

export interface BookedEntry {
  kind: PaymentKind
  amountMinor: number
  receipt: string
  trace: string
  state: LedgerEntry['state']
  atMs: number
  readonly scheme: string
  /** For a reversal: what it undid. */
  readonly undoes?: BookedEntry
}

export interface BrandTotal {
  readonly count: number
  readonly amountMinor: number
}

/** The terminal's own books. */
export interface Ledger {
  readonly entries: readonly BookedEntry[]
  book(
    kind: PaymentKind,
    amountMinor: number,
    atMs: number,
    state: LedgerEntry['state'],
    payment: SimulatedPayment,
    undoes?: BookedEntry,
  ): BookedEntry
  /** Takes a booked payment back; a reversal taken back leaves the payment it undid standing. */
  takeBack(entry: BookedEntry): void
  findByReceipt(receipt: string): BookedEntry | undefined
  /** Since the last end of day, by brand in the order of bitmap 60, and the receipts they span. */
  totals(): {
    readonly brands: readonly BrandTotal[]
    readonly amountMinor: number
    readonly first: number
    readonly last: number
  }
  closeDay(): void
}

/** Creates empty books; receipt and trace numbers begin at 1. */
export function createLedger(): Ledger {
  const entries: BookedEntry[] = []
  let receipt = 0
  let trace = 0
  let dayStart = 0

  function brandOf(entry: BookedEntry): number {
    const index = (TOTALS_BRANDS as readonly string[]).indexOf(entry.scheme)
    return index < 0 ? TOTALS_BRANDS.length - 1 : index
  }

  return {
    entries,
    book(kind, amountMinor, atMs, state, payment, undoes) {
      receipt = receipt >= MAX_RECEIPT ? 1 : receipt + 1
      trace = trace >= MAX_TRACE ? 1 : trace + 1
      const entry: BookedEntry = {
        kind,
        amountMinor,
        receipt: String(receipt).padStart(4, '0'),
        trace: String(trace).padStart(6, '0'),
        state,
        atMs,
        scheme: payment.method.scheme,
        ...(undoes === undefined ? {} : { undoes }),
      }
      if (undoes !== undefined && state === 'approved') undoes.state = 'reversed'
      entries.push(entry)
      return entry
    },
    takeBack(entry) {
      entry.state = 'reversed'
      if (entry.undoes !== undefined) entry.undoes.state = 'approved'
    },
    findByReceipt(wanted) {
      for (let index = entries.length - 1; index >= dayStart; index -= 1)
        if (entries[index]?.receipt === wanted) return entries[index]
      return undefined
    },
    totals() {
      const sums = TOTALS_BRANDS.map(() => ({ count: 0, amountMinor: 0 }))
      for (const entry of entries.slice(dayStart)) {
        if (entry.state !== 'approved' || entry.kind === 'reversal') continue
        const sum = sums[brandOf(entry)]
        if (sum === undefined) continue
        sum.count = Math.min(sum.count + 1, MAX_COUNT)
        sum.amountMinor += entry.kind === 'refund' ? -entry.amountMinor : entry.amountMinor
      }
      const brands = sums.map((sum) => ({ count: sum.count, amountMinor: Math.max(0, sum.amountMinor) }))
      return {
        brands,
        amountMinor: brands.reduce((whole, brand) => whole + brand.amountMinor, 0),
        first: Number(entries[dayStart]?.receipt ?? receipt),
        last: receipt,
      }
    },
    closeDay() {
      dayStart = entries.length
    },
  }
}

/** Numbers and moment of a booked entry, as its status information tells them. */
export function transactionOf(entry: BookedEntry, payment: SimulatedPayment, authorisation: string): Transaction {
  return {
    amountMinor: entry.amountMinor,
    receipt: Number(entry.receipt),
    trace: Number(entry.trace),
    atMs: entry.atMs,
    authorisation,
    payment,
  }
}
