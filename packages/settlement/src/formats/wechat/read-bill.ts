import type { ParseTools } from '../../parse-tools.ts'
import { Columns } from '../../text/columns.ts'
import type { CsvRecord } from '../../text/csv-records.ts'
import type { TextLine } from '../../text/read-lines.ts'
import { RejectError } from '../../warning.ts'

export interface BillHandler {
  /** The names of the columns were read. */
  begin(columns: Columns, line: number): void
  detail(record: CsvRecord): void
  summary(columns: Columns, record: CsvRecord): void
}

/**
 * Both kinds of bill: names of columns, details, names of totals, totals. Fields begin with a backtick and are not quoted, so
 * that a product may have a comma in its name: lines are split where a comma and a backtick meet.
 */
export function readBill(lines: Iterable<TextLine>, firstTotal: string, handler: BillHandler, tools: ParseTools): void {
  let columns: Columns | null = null
  let totals: Columns | null = null
  let details = 0
  for (const line of lines) {
    if (line.text.trim() === '') continue
    if (columns === null) {
      columns = new Columns(line.text.split(','))
      handler.begin(columns, line.line)
    } else if (line.text.startsWith(firstTotal)) totals = new Columns(line.text.split(','))
    else if (totals !== null) {
      handler.summary(totals, record(line, totals))
      return
    } else {
      details += 1
      if (details > tools.limits.entries) throw new RejectError('it holds more lines than any bill', line.line)
      handler.detail(record(line, columns))
    }
  }
}

function record(line: TextLine, columns: Columns): CsvRecord {
  const marked = line.text.startsWith('`')
  const fields = marked ? line.text.slice(1).split(',`') : line.text.split(',')
  if (fields.length < columns.count) throw new RejectError('the line has too few fields: the file is cut off', line.line)
  if (fields.length > columns.count) throw new RejectError('the line has more fields than there are columns', line.line)
  return { line: line.line, character: line.character, fields }
}
