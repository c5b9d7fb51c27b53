import { add, type Decimal, formatDecimal, isEqual, negate, subtract, ZERO } from '../decimal.ts'
import type { ParseSink } from '../model.ts'
import type { ParseTools } from '../parse-tools.ts'
import { quote, RejectError } from '../warning.ts'
import type { Detail } from './detail.ts'
import type { Direction, Field, Mapping } from './mapping.ts'
import { FaultyValue } from './place.ts'
import { readDay, readMoment } from './read-dates.ts'
import type { Row } from './read-rows.ts'
import { readAmount } from './read-values.ts'

/** What a line of the file says by the mapping. Throws for a value that is not as the mapping has it. */
export function readDetail(row: Row, mapping: Mapping, sink: ParseSink, tools: ParseTools): Detail {
  const text = (field: Field): string | null => {
    const source = mapping.columns[field]
    return source === undefined ? null : row.value(source) || null
  }
  const at = (field: Field) => ({ line: row.line, source: mapping.columns[field] ?? null })
  const currency = text('currency')?.toUpperCase() ?? mapping.currency
  if (currency === null || !/^[A-Z]{3}$/.test(currency))
    throw new FaultyValue(`${quote(currency ?? '')} is no currency`, at('currency'))
  lookForCards(row, mapping, sink, tools)
  const amount = (field: Field) => readAmount(text(field), currency, mapping, at(field), tools)
  const { sign, moves } = readSign(row, mapping.direction)
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
    date: readDate('date', row, mapping, sink),
    valueDate: readDate('valueDate', row, mapping, sink),
    happenedAt: readMoment(momentText(row, mapping), mapping.dateFormat),
    card: cardOf(row, mapping),
    moves,
    text,
  }
}

/** `inverted` is about what the merchant gets; the sign of fees has a key of its own. */
function readFees(row: Row, currency: string, mapping: Mapping, tools: ParseTools): Decimal {
  const plain = { ...mapping, amounts: { ...mapping.amounts, inverted: mapping.amounts.feesBelowZero } }
  const fees = mapping.feeColumns.reduce<Decimal>(
    (sum, source) => add(sum, readAmount(row.value(source), currency, plain, { line: row.line, source }, tools) ?? ZERO),
    ZERO,
  )
  // A line without a fee has no word for its direction either.
  if (mapping.feeDirection === null || fees.units === 0n) return fees
  return readSign(row, mapping.feeDirection).sign === 1 ? negate(fees) : fees
}

/** Debits stand in a column of their own with a sign or without. */
function abs(value: Decimal | null): Decimal {
  return value === null ? ZERO : value.units < 0n ? negate(value) : value
}

function readSign(row: Row, direction: Direction | null): { readonly sign: 1 | -1; readonly moves: boolean } {
  if (direction === null) return { sign: 1, moves: true }
  const word = row.value(direction.source) ?? ''
  if (direction.credit.includes(word)) return { sign: 1, moves: true }
  if (direction.debit.includes(word)) return { sign: -1, moves: true }
  if (direction.none.includes(word)) return { sign: 1, moves: false }
  const at = { line: row.line, source: direction.source }
  throw new FaultyValue(`${quote(word)} is neither a credit nor a debit by the mapping`, at)
}

const cardOf = (row: Row, { cardColumns: [first] }: Mapping): string | null => (first && row.value(first)) || null

/** The first of the columns is looked through with the line; a full number in one of the others is found here. */
function lookForCards(row: Row, { cardColumns, produces }: Mapping, sink: ParseSink, tools: ParseTools): void {
  const message = 'a full card number stands in a column of cards'
  for (const source of produces === 'settlement' ? cardColumns.slice(1) : cardColumns) {
    const text = row.value(source)
    if (text === null || tools.cutCardNumbers(text) === text) continue
    sink.warn({ code: 'card-numbers', severity: 'warning', line: row.line, message })
  }
}

/** Some reports have the time in a column of its own. */
function momentText(row: Row, { columns: { date, time } }: Mapping): string | null {
  const parts = [date, time].map((source) => (source === undefined ? null : row.value(source)))
  return parts.filter(Boolean).join(' ') || null
}

function readDate(field: 'date' | 'valueDate', row: Row, mapping: Mapping, sink: ParseSink): string | null {
  const source = mapping.columns[field] ?? null
  const format = field === 'date' ? mapping.dateFormat : dayFormat(mapping.dateFormat)
  const text = field === 'date' ? momentText(row, mapping) : source && row.value(source)
  if (text === null || text === '') return null
  const day = readDay(text, format)
  if (day === undefined) throw new FaultyValue(`the date ${quote(text)} is not written as ${format}`, { line: row.line, source })
  if (day === null)
    sink.warn({
      code: 'date',
      severity: 'notice',
      line: row.line,
      message: `there is no day ${quote(text)}: left without a date`,
    })
  return day
}

/** A value date has no time, whatever the first date has. */
function dayFormat(format: string): string {
  const day = format.replace(/[^yMd]*[HhmsaX].*$/, '')
  return day.includes('y') ? day : format
}
