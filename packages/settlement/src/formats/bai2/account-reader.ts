import { formatDecimal, fromMinorUnits } from '../../decimal.ts'
import { type Balance, type Entry, NO_REFERENCES, type ParseSink, type StatementHead, type StatementTail } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import { parseShortDate } from '../../text/dates.ts'
import { quote, RejectError } from '../../warning.ts'
import { FieldReader } from './read-fields.ts'
import type { BaiRecord } from './split-records.ts'

/** Status codes: opening and closing ledger, closing and current available. */
const OPENING = '010'
const CLOSING = '015'
const AVAILABLE = ['045', '060']

/** One account (03), its transactions and its trailer. */
export class AccountReader {
  readonly head: StatementHead
  readonly tail: StatementTail
  private readonly exponent: number
  private readonly currency: string
  private readonly date: string | null
  /** Of every amount as it is written, which is what the trailer holds. */
  private sum = 0n
  private records: number

  constructor(record: BaiRecord, groupCurrency: string, groupDate: string, tools: ParseTools) {
    const fields = new FieldReader(record)
    const account = fields.next()
    this.currency = fields.next().toUpperCase() || groupCurrency
    const exponent = tools.minorUnitExponent(this.currency)
    if (exponent === undefined) throw new RejectError(`${quote(this.currency)} is no currency`, record.line)
    this.exponent = exponent
    this.date = parseShortDate(groupDate)
    this.records = record.physical
    const balances = this.readSummaries(fields, record)
    const available = AVAILABLE.map((code) => balances.get(code)).find((balance) => balance !== undefined)
    this.head = {
      at: { line: record.line, character: record.character },
      id: null,
      account: account || null,
      currency: this.currency,
      kind: 'booked',
      sequence: null,
      page: null,
      partial: true,
      opening: balances.get(OPENING) ?? null,
    }
    this.tail = { closing: balances.get(CLOSING) ?? null, available: available ?? null }
  }

  readTransaction(record: BaiRecord, sink: ParseSink): Entry {
    const fields = new FieldReader(record)
    const code = fields.next()
    const direction = directionOf(code)
    if (direction === undefined) throw new RejectError(`the type ${quote(code)} is neither a credit nor a debit`, record.line)
    const amount = fields.amount() ?? 0n
    if (amount < 0n) {
      const message = 'the amount of a transaction is below zero: it is counted as it stands, against the others of its side'
      sink.warn({ code: 'amount', severity: 'warning', line: record.line, message })
    }
    this.sum += amount
    this.records += record.physical
    fields.skipFundsType()
    const bank = fields.next()
    const customer = fields.next()
    return {
      at: { line: record.line, character: record.character },
      amount: fromMinorUnits(amount, this.exponent),
      currency: this.currency,
      direction: direction === 'credit' ? 'credit' : 'debit',
      status: direction === 'information' ? 'no-movement' : 'booked',
      reversal: false,
      bookingDate: this.date,
      valueDate: null,
      code,
      references: { ...NO_REFERENCES, bank: bank || null, message: customer || null },
      counterparty: null,
      counterpartyAccount: null,
      text: fields.rest(),
      charges: [],
      returnReason: null,
      batch: null,
      details: [],
    }
  }

  /** Notices only: banks count their trailers in several ways, and what is wrong with one is no lost entry. */
  checkTrailer(record: BaiRecord, sink: ParseSink): void {
    const fields = new FieldReader(record)
    const declared = fields.amount()
    const count = fields.next()
    const found = this.records + 1
    if (declared !== null && declared !== this.sum) {
      const [told, summed] = [declared, this.sum].map((units) => formatDecimal(fromMinorUnits(units, this.exponent)))
      const message = `the account's control total is ${told}, its amounts come to ${summed}`
      sink.warn({ code: 'declared-total', severity: 'notice', line: record.line, message })
    }
    if (/^\d+$/.test(count) && Number(count) !== found) {
      const message = `${Number(count)} records are declared for the account, ${found} are in the file`
      sink.warn({ code: 'declared-count', severity: 'notice', line: record.line, message })
    }
  }

  private readSummaries(fields: FieldReader, record: BaiRecord): Map<string, Balance> {
    const balances = new Map<string, Balance>()
    while (!fields.ended) {
      const code = fields.next()
      const amount = fields.amount()
      // Item count, which only sums of transactions have.
      fields.next()
      fields.skipFundsType()
      if (amount === null) continue
      this.sum += amount
      const at = { line: record.line, character: record.character }
      balances.set(code, { amount: fromMinorUnits(amount, this.exponent), currency: this.currency, date: this.date, at })
    }
    return balances
  }
}

/** BAI2 uniform type codes: 100 to 399 credits, 400 to 699 debits, 700 on loans and what a bank adds itself. */
function directionOf(code: string): 'credit' | 'debit' | 'information' | undefined {
  const type = /^\d{3}$/.test(code) ? Number(code) : 0
  if (type === 890) return 'information'
  if ((type >= 100 && type < 400) || (type >= 700 && type < 760) || (type >= 920 && type < 960)) return 'credit'
  return (type >= 400 && type < 700) || (type >= 760 && type < 800) || (type >= 960 && type <= 999) ? 'debit' : undefined
}
