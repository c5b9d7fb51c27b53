import { add, type Decimal, formatDecimal, isEqual, negate, parseDecimal, ZERO } from '../../decimal.ts'
import type { ParseSink } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import { Columns } from '../../text/columns.ts'
import { type CsvRecord, readCsvRecords } from '../../text/csv-records.ts'
import { detectEncoding } from '../../text/encoding.ts'
import { readLines, type TextLine } from '../../text/read-lines.ts'
import { withEncodingWarning } from '../../text/read-table.ts'
import { RejectError } from '../../warning.ts'

export interface Bill {
  readonly columns: Columns
  /** Of the account, from the comment lines on top. */
  readonly account: string | null
  readonly day: string | null
}

export interface BillHandler {
  detail(record: CsvRecord, bill: Bill): void
  /** A comment line after the details: totals. */
  total(text: string, line: number): void
}

const DETAILS_END = /^#-*.*列表结束/

/**
 * Both bills: comment lines with account and period, a line of names, details with a tab after their fields, an end mark, totals
 * in comment lines. Without the end mark the file is cut off.
 */
export function readBill(
  bytes: Uint8Array,
  needed: readonly string[],
  handler: BillHandler,
  sink: ParseSink,
  tools: ParseTools,
): void {
  const lines = withEncodingWarning(readLines(bytes, detectEncoding(bytes, 'gb18030'), tools.limits), sink)
  let bill: { columns: Columns | null; account: string | null; day: string | null } = { columns: null, account: null, day: null }
  let ended = false
  let last: number | null = null
  function* plain(): Generator<TextLine> {
    for (const line of lines) {
      last = line.line
      if (!line.text.startsWith('#')) {
        if (!ended) yield line
        continue
      }
      if (DETAILS_END.test(line.text)) ended = true
      else if (ended) handler.total(line.text, line.line)
      else bill = readComment(line.text, bill)
    }
  }
  let count = 0
  for (const record of readCsvRecords(plain(), ',', tools.limits)) {
    if (record.fields.every((field) => field.trim() === '')) continue
    if (bill.columns === null) {
      bill.columns = new Columns(record.fields)
      bill.columns.require(record.line, ...needed)
      continue
    }
    count += 1
    if (count > tools.limits.entries) throw new RejectError('it holds more lines than any bill', record.line)
    if (record.fields.length <= bill.columns.lastOf(...needed))
      throw new RejectError('the line ends before its amounts do: the file is cut off', record.line)
    handler.detail(record, { ...bill, columns: bill.columns })
  }
  if (bill.columns === null) throw new RejectError('no line has the names of the columns')
  if (!ended)
    sink.warn({ code: 'file', severity: 'warning', line: last, message: 'the bill ends without its end mark: it may be cut off' })
}

function readComment<T extends { account: string | null; day: string | null }>(text: string, bill: T): T {
  const account = /账号[:：]\s*\[?(\d{6,})\]?/.exec(text)?.[1]
  const day = /起始日期[:：]\s*\[?(\d{4})年?[-/]?(\d\d)月?[-/]?(\d\d)/.exec(text)
  return {
    ...bill,
    account: account ?? bill.account,
    day: day === null ? bill.day : `${day[1]}-${day[2]}-${day[3]}`,
  }
}

/** "合计：2笔，…共12.00元": every number with its unit is a count or a sum, and has to be one that the lines come to. */
export class SideTotals {
  count = 0
  sum: Decimal = ZERO

  add(amount: Decimal): void {
    this.count += 1
    this.sum = add(this.sum, amount)
  }

  check(what: string, text: string, line: number, sink: ParseSink): void {
    const count = /(\d+)\s*笔/.exec(text)?.[1]
    const sum = parseDecimal(/(-?[\d.]+)\s*元/.exec(text)?.[1] ?? '')
    if (count !== undefined && Number(count) !== this.count) {
      const message = `${what}: ${count} are declared, ${this.count} are in the bill`
      sink.warn({ code: 'declared-count', severity: 'warning', line, message })
    }
    if (sum !== undefined && !isEqual(sum, this.sum) && !isEqual(sum, negate(this.sum))) {
      const message = `${what}: ${formatDecimal(sum)} is declared, the lines come to ${formatDecimal(this.sum)}`
      sink.warn({ code: 'declared-total', severity: 'warning', line, message })
    }
  }
}
