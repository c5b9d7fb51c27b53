import { type Decimal, formatDecimal, isEqual } from '../../decimal.ts'
import type { ParseSink } from '../../model.ts'
import type { Columns } from '../../text/columns.ts'
import type { CsvRecord } from '../../text/csv-records.ts'

/** Each total of the summary that is there against what the lines came to. A total that is no number refuses the file. */
export function checkSummary(
  columns: Columns,
  record: CsvRecord,
  found: Readonly<Record<string, Decimal | number>>,
  sink: ParseSink,
): void {
  for (const [name, value] of Object.entries(found)) {
    const declared = columns.amount(record, name)
    if (declared === null) continue
    const counted = typeof value === 'number' ? { units: BigInt(value), scale: 0 } : value
    if (isEqual(declared, counted)) continue
    sink.warn({
      code: typeof value === 'number' ? 'declared-count' : 'declared-total',
      severity: 'warning',
      line: record.line,
      message: `${name}: ${formatDecimal(declared)} is declared, the lines come to ${formatDecimal(counted)}`,
    })
  }
}

export function tellMissingSummary(line: number | null, sink: ParseSink): void {
  const message = 'the bill ends without its totals: it may be cut off'
  sink.warn({ code: 'file', severity: 'warning', line, message })
}
