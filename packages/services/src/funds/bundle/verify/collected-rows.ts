import {
  add,
  type Decimal,
  dayNumber,
  type MatchBankLine,
  type MatchLine,
  parseDecimal,
  subtract,
} from '@counterfoil/settlement/funds'
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

/** What lines of a payout are, in its currency: what an account is checked by. Money that is taken counts above zero, but for adjustments. */
export interface AccountSums {
  lines: number
  gross: Decimal
  fees: Decimal
  refunds: Decimal
  chargebacks: Decimal
  reserve: Decimal
  adjustments: Decimal
}

const TERM: Readonly<
  Record<string, { readonly name: 'gross' | 'refunds' | 'chargebacks' | 'reserve' | 'adjustments'; readonly taken: boolean }>
> = {
  sale: { name: 'gross', taken: false },
  refund: { name: 'refunds', taken: true },
  'refund-reversed': { name: 'refunds', taken: true },
  chargeback: { name: 'chargebacks', taken: true },
  'chargeback-reversed': { name: 'chargebacks', taken: true },
  reserve: { name: 'reserve', taken: true },
  fee: { name: 'adjustments', taken: false },
  adjustment: { name: 'adjustments', taken: false },
  transfer: { name: 'adjustments', taken: false },
  'payout-returned': { name: 'adjustments', taken: false },
  other: { name: 'adjustments', taken: false },
}

/** Rows of files, as links and sums need them. */
export class CollectedRows {
  readonly lines = new Map<string, MatchLine>()
  readonly bankLines = new Map<string, MatchBankLine & { readonly amount: string; readonly statement: number }>()
  readonly payouts = new Map<number, PayoutSums>()
  readonly #trades = new Map<number, AccountSums>()
  readonly #movements = new Map<number, AccountSums>()

  /** Of a bill of trades and one of movements that are one payout the movements say nothing new. */
  accountOf(payout: number): AccountSums | null {
    return this.#trades.get(payout) ?? this.#movements.get(payout) ?? null
  }

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
    if (counts && record.payout !== null && record.kind !== 'payout')
      addToAccount(movements ? this.#movements : this.#trades, record.payout, record)
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

function addToAccount(sums: Map<number, AccountSums>, payout: number, record: LineRecord): void {
  const none = { fees: ZERO, gross: ZERO, refunds: ZERO, chargebacks: ZERO, reserve: ZERO, adjustments: ZERO }
  const one = sums.get(payout) ?? { lines: 0, ...none }
  sums.set(payout, one)
  one.lines += 1
  one.fees = add(one.fees, exact(record.fees))
  const term = TERM[record.kind]
  if (term === undefined) return
  const own = record.gross !== null && (record.grossCurrency === null || record.grossCurrency === record.currency)
  const gross = own ? exact(record.gross) : add(exact(record.net), exact(record.fees))
  one[term.name] = term.taken ? subtract(one[term.name], gross) : add(one[term.name], gross)
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
