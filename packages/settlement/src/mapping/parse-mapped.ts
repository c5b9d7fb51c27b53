import { add, type Decimal, formatDecimal, isEqual, ZERO } from '../decimal.ts'
import type { ParsedFormat, SourceFile } from '../formats/format.ts'
import { settlementLine } from '../formats/settlement-line.ts'
import type { ParseSink } from '../model.ts'
import type { ParseTools } from '../parse-tools.ts'
import { quote, RejectError } from '../warning.ts'
import type { Detail } from './detail.ts'
import type { Mapping } from './mapping.ts'
import { readDetail } from './read-detail.ts'
import { type Row, readRows } from './read-rows.ts'
import { readAmount } from './read-values.ts'
import { StatementWriter } from './statement-writer.ts'

/** Hears of a line that cannot be read, instead of the file being refused for it. */
export type OnFault = (fault: RejectError) => void

/** Any report that a mapping describes. */
export function parseMapped(
  { bytes }: SourceFile,
  mapping: Mapping,
  sink: ParseSink,
  tools: ParseTools,
  onFault?: OnFault,
): ParsedFormat {
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
    const detail = readOrTell(() => readDetail(row, mapping, sink, tools), onFault)
    if (detail === null) continue
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

function readOrTell(read: () => Detail, onFault: OnFault | undefined): Detail | null {
  try {
    return read()
  } catch (error) {
    if (onFault === undefined || !(error instanceof RejectError)) throw error
    onFault(error)
    return null
  }
}

function writeLine(
  { row, currency, gross, fees, net, balance, date, happenedAt, card, text }: Detail,
  mapping: Mapping,
  sink: ParseSink,
): void {
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
      card,
      happenedAt,
      zone: text('zone') ?? mapping.zone,
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
  const sum = totals?.sum
    ? readAmount(row.value(totals.sum), found.currency, mapping, { line: row.line, source: totals.sum }, tools)
    : null
  if (sum !== null && !isEqual(sum, found.sum)) {
    const message = `a sum of ${formatDecimal(sum)} is declared, the lines come to ${formatDecimal(found.sum)}`
    sink.warn({ code: 'declared-total', severity: 'warning', line: row.line, message })
  }
}
