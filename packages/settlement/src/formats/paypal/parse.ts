import { add, type Decimal, formatDecimal, fromMinorUnits, isEqual, negate, subtract, ZERO } from '../../decimal.ts'
import type { ParseSink } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import { Columns } from '../../text/columns.ts'
import { type CsvRecord, readCsvRecords } from '../../text/csv-records.ts'
import { detectEncoding } from '../../text/encoding.ts'
import { readLines } from '../../text/read-lines.ts'
import { quote, RejectError } from '../../warning.ts'
import type { ParsedFormat, SourceFile } from '../format.ts'
import { settlementLine } from '../settlement-line.ts'
import { eventKind, isBankTransfer } from './event-codes.ts'

interface Section {
  readonly account: string | null
  readonly day: string | null
  columns: Columns | null
  readonly credits: Map<string, Decimal>
  readonly debits: Map<string, Decimal>
}

/** Records SH (section), CH (names of columns), SB (body), SF (totals of a currency), RF (of the report). */
export function parsePaypal({ bytes }: SourceFile, sink: ParseSink, tools: ParseTools): ParsedFormat {
  let section: Section | null = null
  let lines = 0
  for (const record of readCsvRecords(readLines(bytes, detectEncoding(bytes, 'one-byte'), tools.limits), ',', tools.limits)) {
    const type = record.fields[0]?.trim()
    if (type === 'SH') {
      const [, start = '', , account] = record.fields
      section = {
        account: account?.trim() || null,
        day: start.slice(0, 10) || null,
        columns: null,
        credits: new Map(),
        debits: new Map(),
      }
    } else if (section === null) continue
    else if (type === 'CH') section.columns = new Columns(record.fields)
    else if (type === 'SB') {
      lines += 1
      readBody(record, section, sink, tools)
    } else if (type === 'SF') checkTotals(record, section, sink, tools)
  }
  if (lines === 0) throw new RejectError('it holds no body record (SB)')
  return { format: 'paypal-stl', version: null }
}

function readBody(record: CsvRecord, section: Section, sink: ParseSink, tools: ParseTools): void {
  const { columns } = section
  if (columns === null) throw new RejectError('a record stands before the names of its columns', record.line)
  const currency = columns.text(record, 'Gross Transaction Currency')
  if (currency === null) throw new RejectError('a line names no currency', record.line)
  const code = columns.text(record, 'Transaction Event Code') ?? ''
  const credit = isCredit(columns.text(record, 'Transaction Debit or Credit'), record.line)
  const amount = minor(columns.text(record, 'Gross Transaction Amount'), currency, record.line, tools)
  const fee = minor(columns.text(record, 'Fee Amount'), columns.text(record, 'Fee Currency') ?? currency, record.line, tools)
  const gross = credit ? amount : negate(amount)
  const feeMark = columns.text(record, 'Fee Debit or Credit')
  const fees = feeMark === 'CR' ? negate(fee) : fee
  if (!isBankTransfer(code)) {
    const sums = credit ? section.credits : section.debits
    sums.set(currency, add(sums.get(currency) ?? ZERO, amount))
  }
  const kind = eventKind(code, credit)
  const own = columns.text(record, 'Transaction ID')
  const original = columns.text(record, 'PayPal Reference ID')
  sink.line(
    settlementLine({
      at: { line: record.line, character: record.character },
      batch: section.day,
      merchant: section.account,
      kind,
      type: code,
      acquirerReference: own,
      merchantReference: columns.text(record, 'Invoice ID', 'Custom Field'),
      originalReference: kind === 'sale' ? null : original,
      payoutReference: isBankTransfer(code) ? columns.text(record, 'Bank Reference ID') : null,
      store: columns.text(record, 'Store ID'),
      terminal: columns.text(record, 'Terminal ID'),
      happenedAt: columns.text(record, 'Transaction Initiation Date')?.replaceAll('/', '-') ?? null,
      gross,
      grossCurrency: currency,
      fees,
      net: subtract(gross, fees),
      currency,
      text: columns.text(record, 'Transaction Subject', 'Item Name') ?? '',
    }),
  )
}

/** Currency, total of credits, total of debits …, all in the smallest unit. */
function checkTotals(record: CsvRecord, section: Section, sink: ParseSink, tools: ParseTools): void {
  const currency = record.fields[1]?.trim() ?? ''
  for (const [index, sums] of [section.credits, section.debits].entries()) {
    const declared = minor(record.fields[index + 2]?.trim() ?? null, currency, record.line, tools)
    const found = sums.get(currency) ?? ZERO
    if (isEqual(declared, found)) continue
    const what = index === 0 ? 'credits' : 'debits'
    const message = `${what} of ${formatDecimal(declared)} ${currency} are declared, those in the section come to ${formatDecimal(found)}`
    sink.warn({ code: 'declared-total', severity: 'warning', line: record.line, message })
  }
}

function minor(text: string | null, currency: string, line: number, tools: ParseTools): Decimal {
  if (text === null || text === '') return ZERO
  const exponent = tools.minorUnitExponent(currency)
  if (exponent === undefined) throw new RejectError(`${quote(currency)} is no currency`, line)
  if (!/^-?\d{1,30}$/.test(text)) throw new RejectError(`the amount ${quote(text)} is no whole number of minor units`, line)
  return fromMinorUnits(BigInt(text), exponent)
}

function isCredit(mark: string | null, line: number): boolean {
  if (mark === 'CR' || mark === 'DR') return mark === 'CR'
  throw new RejectError('a line says neither CR nor DR', line)
}
