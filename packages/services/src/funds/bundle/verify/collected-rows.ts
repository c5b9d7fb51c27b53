import { add, type Decimal, dayNumber, type MatchBankLine, type MatchLine, parseDecimal } from '@counterfoil/settlement/funds'
import type { BankLineRecord, LineRecord } from './shapes.ts'

const ZERO: Decimal = { units: 0n, scale: 0 }
export const exact = (text: string | null): Decimal => (text === null ? ZERO : (parseDecimal(text) ?? ZERO))

/** What lines of a payout come to. */
export interface PayoutSums {
  lines: number
  fees: Decimal
  net: Decimal
  readonly files: Set<number>
}

/** Rows of files, as links and sums need them. */
export class CollectedRows {
  readonly lines = new Map<string, MatchLine>()
  readonly bankLines = new Map<string, MatchBankLine & { readonly amount: string; readonly statement: number }>()
  readonly payouts = new Map<number, PayoutSums>()

  /** `counts`: not of a file that another took the place of; `movements`: a bill that repeats lines of another. */
  addLine(record: LineRecord, { counts, movements }: { readonly counts: boolean; readonly movements: boolean }): void {
    if (record.payout !== null && record.kind !== 'payout' && !movements) {
      const sums = this.payouts.get(record.payout) ?? { lines: 0, fees: ZERO, net: ZERO, files: new Set<number>() }
      sums.lines += 1
      sums.fees = add(sums.fees, exact(record.fees))
      sums.net = add(sums.net, exact(record.net))
      sums.files.add(record.file)
      this.payouts.set(record.payout, sums)
    }
    if (counts && KINDS.has(record.kind)) this.lines.set(`${record.file}:${record.position}`, toLine(record))
  }

  addBankLine(record: BankLineRecord, counts: boolean): void {
    if (!counts) return
    const { file, position, account, currency, amount, amountMinor, bookedOn, booked, text, bankReference, statement } = record
    const id = `${file}:${position}`
    this.bankLines.set(id, {
      ...{ id, file, position, account, currency, amount, amountMinor, booked, text, bankReference, statement },
      bookingDay: dayNumber(bookedOn),
    })
  }
}

const KINDS: ReadonlySet<string> = new Set(['sale', 'refund', 'refund-reversed', 'chargeback', 'chargeback-reversed', 'fee'])

function toLine(record: LineRecord): MatchLine {
  const digits = record.card?.slice(-4) ?? ''
  return {
    id: `${record.file}:${record.position}`,
    file: record.file,
    position: record.position,
    acquirer: record.acquirer,
    merchantAccount: record.merchantAccount,
    currency: record.grossCurrency ?? record.currency,
    kind: record.kind as MatchLine['kind'],
    grossMinor: record.grossMinor,
    batch: record.batch,
    store: record.storeCode,
    terminal: record.terminal,
    method: record.method,
    salesDay: record.salesDay === null ? null : dayNumber(record.salesDay),
    happenedAtMs: record.happenedAtMs,
    acquirerReference: record.acquirerReference,
    retrievalReference: record.retrievalReference,
    merchantReference: record.merchantReference,
    originalReference: record.originalReference,
    authorisationCode: record.authorisationCode,
    traceNumber: record.trace,
    terminalBatch: record.terminalBatch,
    last4: /^\d{4}$/.test(digits) ? digits : null,
  }
}
