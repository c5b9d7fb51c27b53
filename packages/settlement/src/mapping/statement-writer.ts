import { negate, subtract } from '../decimal.ts'
import { type Balance, NO_REFERENCES, type ParseSink } from '../model.ts'
import type { Detail } from './detail.ts'

/** Entries become one statement for each run of lines of one account. */
export class StatementWriter {
  private readonly sink: ParseSink
  private account: string | null | undefined
  private closing: Balance | null = null

  constructor(sink: ParseSink) {
    this.sink = sink
  }

  write(detail: Detail): void {
    const account = detail.text('account')
    const at = { line: detail.row.line, character: detail.row.character }
    const { balance, currency, date } = detail
    if (account !== this.account) {
      this.end()
      this.account = account
      const opening = balance === null ? null : { amount: subtract(balance, detail.net), currency, date: null, at }
      const none = { id: null, sequence: null, page: null }
      this.sink.beginStatement({ ...none, at, account, currency, kind: 'booked', partial: opening === null, opening })
    }
    if (balance !== null) this.closing = { amount: balance, currency, date, at }
    const credit = detail.net.units >= 0n
    this.sink.entry({
      at,
      amount: credit ? detail.net : negate(detail.net),
      currency,
      direction: credit ? 'credit' : 'debit',
      status: detail.moves ? 'booked' : 'no-movement',
      reversal: false,
      bookingDate: date,
      valueDate: detail.valueDate,
      code: detail.text('type'),
      references: { ...NO_REFERENCES, bank: detail.text('reference'), message: detail.text('merchantReference') },
      counterparty: detail.text('counterparty'),
      counterpartyAccount: null,
      text: detail.text('text') ?? '',
      charges: [],
      returnReason: null,
      batch: null,
      details: [],
    })
  }

  end(): void {
    if (this.account === undefined) return
    this.sink.endStatement({ closing: this.closing, available: null })
    this.account = undefined
    this.closing = null
  }
}
