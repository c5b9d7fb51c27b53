import { add, type Decimal, formatDecimal, isEqual, negate, subtract, ZERO } from '../decimal.ts'
import type { ParsedFormat, SourceFile } from '../formats/format.ts'
import { settlementLine } from '../formats/settlement-line.ts'
import type { ParseSink } from '../model.ts'
import type { ParseTools } from '../parse-tools.ts'
import { quote, RejectError } from '../warning.ts'
import type { Detail } from './detail.ts'
import type { Field, Mapping } from './mapping.ts'
import { type Row, readRows } from './read-rows.ts'
import { readAmount, readDay, readMoment } from './read-values.ts'
import { StatementWriter } from './statement-writer.ts'

/** Any report that a mapping describes. */
export function parseMapped({ bytes }: SourceFile, mapping: Mapping, sink: ParseSink, tools: ParseTools): ParsedFormat {
  const statement = new StatementWriter(sink)
  let count = 0
  let sum = ZERO
  let currency = mapping.currency ?? ''
  for (const row of readRows(bytes, mapping, tools)) {
    const begins = (starts: readonly string[]) => starts.some((start) => row.start.startsWith(start))
    if (mapping.totals !== null && row.start.startsWith(mapping.totals.startsWith)) {
      checkTotals(row, mapping, { count, sum, currency }, sink, tools)
      continue
    }
    if (begins(mapping.endStartsWith)) break
    if (begins(mapping.ignoreStartsWith) || row.start.trim() === '') continue
    if (mapping.detailStartsWith.length > 0 && !begins(mapping.detailStartsWith)) continue
    const detail = readDetail(row, mapping, sink, tools)
    count += 1
    if (count > tools.limits.entries) throw new RejectError('it holds more lines than any report', row.line)
    sum = add(sum, detail.gross ?? detail.net)
    currency = detail.currency
    if (mapping.produces === 'statement') statement.write(detail)
    else writeLine(detail, mapping, sink)
  }
  statement.end()
  if (count === 0) throw new RejectError('the mapping finds no detail in it')
  return { format: mapping.id, version: String(mapping.revision) }
}

function readDetail(row: Row, mapping: Mapping, sink: ParseSink, tools: ParseTools): Detail {
  const text = (field: Field): string | null => {
    const source = mapping.columns[field]
    return source === undefined ? null : row.value(source) || null
  }
  const currency = text('currency')?.toUpperCase() ?? mapping.currency
  if (currency === null || !/^[A-Z]{3}$/.test(currency))
    throw new RejectError(`${quote(currency ?? '')} is no currency`, row.line)
  const amount = (field: Field) => readAmount(text(field), currency, mapping, row.line, tools)
  const { sign, moves } = readSign(row, mapping)
  const signed = (value: Decimal | null) => (value === null || sign === 1 ? value : negate(value))
  const sides = (amount('credit') ?? amount('debit')) ? subtract(abs(amount('credit')), abs(amount('debit'))) : null
  const gross = signed(amount('gross') ?? amount('amount')) ?? sides
  const fees = readFees(row, currency, mapping, tools)
  const net = signed(amount('net')) ?? (gross === null ? null : subtract(gross, fees))
  if (net === null) throw new RejectError('a line has no amount', row.line)
  if (gross !== null && !isEqual(subtract(gross, fees), net)) {
    const message = `${formatDecimal(gross)} less fees of ${formatDecimal(fees)} is not ${formatDecimal(net)}`
    sink.warn({ code: 'line-does-not-tie', severity: 'warning', line: row.line, message })
  }
  return {
    row,
    currency,
    gross,
    fees,
    net,
    balance: amount('balance'),
    date: readDate(text('date'), row, mapping, sink),
    valueDate: readDate(text('valueDate'), row, mapping, sink),
    moves,
    text,
  }
}

/** `inverted` is about what the merchant gets; the sign of fees has a key of its own. */
function readFees(row: Row, currency: string, mapping: Mapping, tools: ParseTools): Decimal {
  const plain = { ...mapping, amounts: { ...mapping.amounts, inverted: mapping.amounts.feesBelowZero } }
  return mapping.feeColumns.reduce<Decimal>(
    (sum, source) => add(sum, readAmount(row.value(source), currency, plain, row.line, tools) ?? ZERO),
    ZERO,
  )
}

/** Debits stand in a column of their own with a sign or without. */
function abs(value: Decimal | null): Decimal {
  return value === null ? ZERO : value.units < 0n ? negate(value) : value
}

function readSign(row: Row, { direction }: Mapping): { readonly sign: 1 | -1; readonly moves: boolean } {
  if (direction === null) return { sign: 1, moves: true }
  const word = row.value(direction.source) ?? ''
  if (direction.credit.includes(word)) return { sign: 1, moves: true }
  if (direction.debit.includes(word)) return { sign: -1, moves: true }
  if (direction.none.includes(word)) return { sign: 1, moves: false }
  throw new RejectError(`${quote(word)} is neither a credit nor a debit by the mapping`, row.line)
}

function readDate(text: string | null, row: Row, { dateFormat }: Mapping, sink: ParseSink): string | null {
  if (text === null) return null
  const day = readDay(text, dateFormat)
  if (day === undefined) throw new RejectError(`the date ${quote(text)} is not written as ${dateFormat}`, row.line)
  if (day === null)
    sink.warn({
      code: 'date',
      severity: 'notice',
      line: row.line,
      message: `there is no day ${quote(text)}: left without a date`,
    })
  return day
}

function writeLine({ row, currency, gross, fees, net, balance, date, text }: Detail, mapping: Mapping, sink: ParseSink): void {
  const type = text('type') ?? ''
  const kind =
    mapping.kinds[type] ?? (type === '' || mapping.columns.type === undefined ? (net.units < 0n ? 'refund' : 'sale') : 'other')
  sink.line(
    settlementLine({
      at: { line: row.line, character: row.character },
      batch: text('batch') ?? date,
      merchant: text('account'),
      kind,
      type,
      method: text('method'),
      acquirerReference: text('reference'),
      merchantReference: text('merchantReference'),
      originalReference: text('originalReference'),
      payoutReference: text('payoutReference'),
      store: text('store'),
      terminal: text('terminal'),
      authorisationCode: text('authorisationCode'),
      traceNumber: text('traceNumber'),
      card: text('card'),
      happenedAt: readMoment(text('date'), mapping.dateFormat),
      zone: mapping.zone,
      gross,
      grossCurrency: currency,
      fees,
      net,
      currency,
      balanceAfter: balance,
      text: text('text') ?? '',
    }),
  )
}

function checkTotals(
  row: Row,
  mapping: Mapping,
  found: { readonly count: number; readonly sum: Decimal; readonly currency: string },
  sink: ParseSink,
  tools: ParseTools,
): void {
  const { totals } = mapping
  const count = totals?.count ? row.value(totals.count) : null
  if (count !== null && Number(count) !== found.count) {
    const message = `${quote(count)} lines are declared, ${found.count} are in the file`
    sink.warn({ code: 'declared-count', severity: 'warning', line: row.line, message })
  }
  const sum = totals?.sum ? readAmount(row.value(totals.sum), found.currency, mapping, row.line, tools) : null
  if (sum !== null && !isEqual(sum, found.sum)) {
    const message = `a sum of ${formatDecimal(sum)} is declared, the lines come to ${formatDecimal(found.sum)}`
    sink.warn({ code: 'declared-total', severity: 'warning', line: row.line, message })
  }
}
