import { add, type Decimal, formatDecimal, isEqual, subtract, ZERO } from '../../decimal.ts'
import type { ParseSink, SettlementLine } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import type { Columns } from '../../text/columns.ts'
import type { CsvRecord } from '../../text/csv-records.ts'
import { readTableLines } from '../../text/read-table.ts'
import { RejectError } from '../../warning.ts'
import type { ParsedFormat, SourceFile } from '../format.ts'
import { settlementLine } from '../settlement-line.ts'
import { journalKind } from './journal-types.ts'

const NEEDED = ['Psp Reference', 'Type', 'Net Currency', 'Net Debit (NC)', 'Net Credit (NC)', 'Batch Number']
const FEES = ['Commission (NC)', 'Markup (NC)', 'Scheme Fees (NC)', 'Interchange (NC)']
/** Columns of newer reports that may hold what the four above do not. */
const NEWER_FEES = ['Payment Fees (NC)', 'DCC Markup (NC)', 'Gross Fees (NC)']

export function parseAdyen({ bytes }: SourceFile, sink: ParseSink, tools: ParseTools): ParsedFormat {
  readTableLines(bytes, NEEDED, sink, tools, (record, columns) => sink.line(readLine(record, columns, sink)))
  return { format: 'adyen-settlement-details', version: null }
}

function readLine(record: CsvRecord, columns: Columns, sink: ParseSink): SettlementLine {
  const type = columns.text(record, 'Type') ?? ''
  const kind = journalKind(type)
  const currency = columns.text(record, 'Net Currency')
  if (currency === null) throw new RejectError('a line names no currency', record.line)
  // The column decides the sign: a sale may well be a net debit.
  const net = subtract(columns.amountOrZero(record, 'Net Credit (NC)'), columns.amountOrZero(record, 'Net Debit (NC)'))
  const grossCurrency = columns.text(record, 'Gross Currency')
  const gross = readGross(record, columns)
  const fees = readFees(record, columns, gross !== null && grossCurrency === currency ? subtract(gross, net) : null, sink)
  const psp = columns.text(record, 'Psp Reference')
  const modification = columns.text(record, 'Modification Reference')
  const sale = kind === 'sale'
  return settlementLine({
    at: { line: record.line, character: record.character },
    batch: columns.text(record, 'Batch Number'),
    merchant: columns.text(record, 'Merchant Account'),
    kind,
    type,
    method: columns.text(record, 'Payment Method Variant', 'Payment Method'),
    acquirerReference: sale || psp === null ? psp : (modification ?? psp),
    merchantReference: columns.text(record, 'Merchant Reference', 'Merchant Order Reference'),
    originalReference: sale ? null : psp,
    payoutReference: kind === 'payout' || kind === 'payout-returned' ? modification : null,
    store: columns.text(record, 'Store', 'Store Code', 'Store ID'),
    terminal: columns.text(record, 'Terminal', 'Terminal ID', 'Unique Terminal ID', 'POS Terminal ID'),
    authorisationCode: columns.text(record, 'Authorisation Code', 'Auth Code'),
    card: columns.text(record, 'Card Number', 'Card Number (masked)', 'Masked Card Number'),
    happenedAt: columns.text(record, 'Creation Date'),
    zone: columns.text(record, 'TimeZone'),
    gross,
    grossCurrency,
    fees,
    net,
    currency,
    text: psp === null ? [modification, columns.text(record, 'Modification Merchant Reference')].filter(Boolean).join(' ') : '',
  })
}

function readGross(record: CsvRecord, columns: Columns): Decimal | null {
  const debit = columns.amount(record, 'Gross Debit (GC)')
  const credit = columns.amount(record, 'Gross Credit (GC)')
  return debit === null && credit === null ? null : subtract(credit ?? ZERO, debit ?? ZERO)
}

/** gross − net has to be the fees of the line, where both are in one currency. */
function readFees(record: CsvRecord, columns: Columns, difference: Decimal | null, sink: ParseSink): Decimal {
  const sum = (names: readonly string[]) => names.reduce((total, name) => add(total, columns.amountOrZero(record, name)), ZERO)
  const fees = sum(FEES)
  if (difference === null || isEqual(fees, difference)) return fees
  for (const name of NEWER_FEES) {
    const newer = columns.amountOrZero(record, name)
    for (const possible of [newer, add(fees, newer)]) if (isEqual(possible, difference)) return possible
  }
  sink.warn({
    code: 'line-does-not-tie',
    severity: 'warning',
    line: record.line,
    message: `gross less net is ${formatDecimal(difference)}, the fees of the line are ${formatDecimal(fees)}`,
  })
  return fees
}
