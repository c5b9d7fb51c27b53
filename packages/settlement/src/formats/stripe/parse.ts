import { formatDecimal, isEqual, negate, subtract } from '../../decimal.ts'
import type { ParseSink, SettlementLine } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import type { Columns } from '../../text/columns.ts'
import type { CsvRecord } from '../../text/csv-records.ts'
import { readTableLines } from '../../text/read-table.ts'
import { RejectError } from '../../warning.ts'
import type { ParsedFormat, SourceFile } from '../format.ts'
import { settlementLine } from '../settlement-line.ts'
import { categoryKind } from './reporting-categories.ts'

const NEEDED = ['balance_transaction_id', 'reporting_category', 'currency', 'gross', 'fee', 'net']

/** Columns are chosen for each run of the report, so they are found by name. Amounts are in major units of any currency. */
export function parseStripe({ bytes }: SourceFile, sink: ParseSink, tools: ParseTools): ParsedFormat {
  readTableLines(bytes, NEEDED, sink, tools, (record, columns) => sink.line(readLine(record, columns, sink)))
  return { format: 'stripe-payout-recon', version: null }
}

function readLine(record: CsvRecord, columns: Columns, sink: ParseSink): SettlementLine {
  const category = columns.text(record, 'reporting_category') ?? ''
  const kind = categoryKind(category)
  // It comes as usd and as USD.
  const currency = columns.text(record, 'currency')?.toUpperCase()
  if (currency === undefined) throw new RejectError('a line names no currency', record.line)
  const gross = columns.amountOrZero(record, 'gross')
  const fees = columns.amountOrZero(record, 'fee')
  const net = columns.amount(record, 'net')
  if (net === null) throw new RejectError('a line has no net amount', record.line)
  if (!isEqual(subtract(gross, fees), net)) {
    const message = `gross ${formatDecimal(gross)} less fee ${formatDecimal(fees)} is not net ${formatDecimal(net)}`
    sink.warn({ code: 'line-does-not-tie', severity: 'warning', line: record.line, message })
  }
  const payout = columns.text(record, 'automatic_payout_id', 'payout_id')
  const source = columns.text(record, 'source_id')
  const charge = columns.text(record, 'charge_id')
  return settlementLine({
    at: { line: record.line, character: record.character },
    batch: payout,
    kind,
    type: category,
    method: columns.text(record, 'card_brand', 'payment_method_type'),
    acquirerReference: source ?? columns.text(record, 'balance_transaction_id'),
    merchantReference: metadata(record, columns),
    originalReference: kind === 'sale' || charge === source ? null : charge,
    payoutReference: kind === 'payout' ? (columns.text(record, 'trace_id') ?? source ?? payout) : null,
    happenedAt: columns.text(record, 'created_utc', 'created'),
    zone: columns.has('created_utc') ? 'UTC' : null,
    gross,
    grossCurrency: currency,
    fees,
    // A payout leaves the balance; some exports write it without its sign.
    net: kind === 'payout' && net.units > 0n ? negate(net) : net,
    currency,
    text: columns.text(record, 'description') ?? '',
  })
}

/** Our own reference is in whatever key the till sent it under. */
function metadata(record: CsvRecord, columns: Columns): string | null {
  return columns.text(
    record,
    'payment_metadata[order_id]',
    'payment_metadata[merchant_reference]',
    'payment_metadata[external_identifier]',
    'payment_intent_id',
  )
}
