import type { ParseSink } from '../model.ts'
import type { ParseTools } from '../parse-tools.ts'
import { RejectError } from '../warning.ts'
import { Columns } from './columns.ts'
import { type CsvRecord, readCsvRecords } from './csv-records.ts'
import { detectEncoding } from './encoding.ts'
import { readLines, type TextLine } from './read-lines.ts'

export interface Table {
  readonly columns: Columns
  readonly records: Iterable<CsvRecord>
}

/** Lines before the names of the columns: titles of reports. */
const LONGEST_PREAMBLE = 20

/**
 * A table with a line of names, in CSV. `needed` are columns without which a row cannot be read; rows that end before the last
 * of them are cut off, which refuses the file.
 */
export function readTable(bytes: Uint8Array, needed: readonly string[], sink: ParseSink, tools: ParseTools): Table {
  const lines = withEncodingWarning(readLines(bytes, detectEncoding(bytes, 'one-byte'), tools.limits), sink)
  const [first = ''] = needed
  let delimiter = ','
  for (let skipped = 0; skipped < LONGEST_PREAMBLE; skipped += 1) {
    const next = lines.next()
    if (next.done) break
    delimiter = delimiterOf(next.value.text)
    const names = [...readCsvRecords([next.value], delimiter, tools.limits)][0]?.fields ?? []
    const columns = new Columns(names)
    if (!columns.has(first)) continue
    columns.require(next.value.line, ...needed)
    return { columns, records: whole(readCsvRecords(lines, delimiter, tools.limits), columns, columns.lastOf(...needed), sink) }
  }
  throw new RejectError(`no line has the names of the columns (${first} …)`)
}

/** Every line of a report of a table, one by one; refuses one without lines, and one with more than there can be. */
export function readTableLines(
  bytes: Uint8Array,
  needed: readonly string[],
  sink: ParseSink,
  tools: ParseTools,
  onLine: (record: CsvRecord, columns: Columns) => void,
): void {
  const { columns, records } = readTable(bytes, needed, sink, tools)
  let lines = 0
  for (const record of records) {
    lines += 1
    if (lines > tools.limits.entries) throw new RejectError('it holds more lines than any report', record.line)
    onLine(record, columns)
  }
  if (lines === 0) throw new RejectError('it holds no line under the names of its columns')
}

function* whole(records: Iterable<CsvRecord>, columns: Columns, last: number, sink: ParseSink): Generator<CsvRecord> {
  let short: CsvRecord | null = null
  for (const record of records) {
    short = null
    if (record.fields.every((field) => field.trim() === '')) continue
    if (record.fields.length <= last)
      throw new RejectError('the line ends before its amounts do: the file is cut off', record.line)
    if (record.fields.length < columns.count) short = record
    yield record
  }
  if (short !== null) {
    const message = 'the last line has fewer columns than the others may have: the file may be cut off'
    sink.warn({ code: 'file', severity: 'notice', line: short.line, message })
  }
}

function delimiterOf(line: string): string {
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }))
  return counts.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ','
}

/** Tells once where bytes are in no encoding that the file could be in. */
export function* withEncodingWarning(lines: Iterable<TextLine>, sink: ParseSink): Generator<TextLine> {
  let told = false
  for (const line of lines) {
    if (!told && line.text.includes('\ufffd')) {
      told = true
      const message = 'bytes here are in another encoding than the rest of the file'
      sink.warn({ code: 'encoding', severity: 'warning', line: line.line, message })
    }
    yield line
  }
}
