import { add, type Decimal, negate, ZERO } from '../decimal.ts'
import type { Position, SettlementLine } from '../model.ts'
import { CurrencySums } from './currency-sums.ts'

/** What one batch adds up to. gross − fees + adjustments = net, and net = payout where the file announces one. */
export class BatchTotals {
  readonly batch: string | null
  readonly merchant: string | null
  readonly currency: string
  readonly at: Position
  /** Rows of the file, the announcement of the payout among them. */
  lines = 0
  /** In the currency of the payout. */
  gross: Decimal = ZERO
  fees: Decimal = ZERO
  /** Movements without a gross amount: invoices, transfers between batches, corrections. */
  adjustments: Decimal = ZERO
  net: Decimal = ZERO
  payout: Decimal | null = null
  payoutReferences: string[] = []
  payoutAt: Position | null = null
  /** Of the account the lines move, where the file tells it after each of them. */
  hasBalance = false
  readonly grossByCurrency = new CurrencySums()

  constructor(first: SettlementLine) {
    this.batch = first.batch
    this.merchant = first.merchant
    this.currency = first.currency
    this.at = first.at
  }

  add(line: SettlementLine): void {
    this.lines += 1
    if (line.balanceAfter !== null) this.hasBalance = true
    if (line.kind === 'payout') {
      this.payout = add(this.payout ?? ZERO, negate(line.net))
      this.payoutAt ??= line.at
      if (line.payoutReference !== null) this.payoutReferences.push(line.payoutReference)
      return
    }
    this.net = add(this.net, line.net)
    this.fees = add(this.fees, line.fees)
    if (line.gross === null) {
      this.adjustments = add(this.adjustments, add(line.net, line.fees))
      return
    }
    this.grossByCurrency.add(line.grossCurrency ?? line.currency, line.gross)
    // In another currency than the payout's, what was taken is known only as what it came to.
    const gross = (line.grossCurrency ?? line.currency) === line.currency ? line.gross : add(line.net, line.fees)
    this.gross = add(this.gross, gross)
    this.adjustments = add(this.adjustments, add(add(line.net, line.fees), negate(gross)))
  }
}
