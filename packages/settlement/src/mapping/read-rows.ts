import type { Position } from '../model.ts'
import type { ParseTools } from '../parse-tools.ts'
import { Columns } from '../text/columns.ts'
import { type CsvRecord, readCsvRecords } from '../text/csv-records.ts'
import { detectEncoding, type Encoding } from '../text/encoding.ts'
import { readByteLines } from '../text/read-byte-lines.ts'
import { readLines } from '../text/read-lines.ts'
import { RejectError } from '../warning.ts'
import type { Mapping, Source } from './mapping.ts'

/** A line of the file: what it begins with, and the values of its columns. */
export interface Row extends Position {
  readonly start: string
  /** Null where the line does not reach so far. */
  value(source: Source): string | null
}

/** The lines that the mapping may call details or totals, whatever layout they have. */
export function readRows(bytes: Uint8Array, mapping: Mapping, tools: ParseTools): Generator<Row> {
  const encoding = mapping.encoding === 'auto' ? detectEncoding(bytes, 'gb18030') : mapping.encoding
  return mapping.layout.kind === 'fixed'
    ? fixedRows(bytes, encoding, mapping, tools)
    : delimitedRows(bytes, encoding, mapping, tools)
}

function* fixedRows(bytes: Uint8Array, encoding: Encoding, mapping: Mapping, tools: ParseTools): Generator<Row> {
  const decoder = new TextDecoder(encoding)
  for (const line of readByteLines(bytes, tools.limits)) {
    if (line.line <= mapping.skipLines) continue
    yield {
      line: line.line,
      character: line.character,
      start: decoder.decode(line.bytes.subarray(0, 64)),
      value(source) {
        if ('value' in source) return source.value
        if (!('from' in source) || line.bytes.length < source.from) return null
        return decoder.decode(line.bytes.subarray(source.from - 1, source.to)).trim()
      },
    }
  }
}

function* delimitedRows(bytes: Uint8Array, encoding: Encoding, mapping: Mapping, tools: ParseTools): Generator<Row> {
  if (mapping.layout.kind !== 'delimited') return
  const { delimiter, quote } = mapping.layout
  const needed = [...Object.values(mapping.columns), ...mapping.feeColumns, ...mapping.cardColumns].flatMap((source) =>
    'name' in source ? [source.name] : [],
  )
  let columns: Columns | null = mapping.names ? null : new Columns([])
  for (const record of readCsvRecords(readLines(bytes, encoding, tools.limits), delimiter, tools.limits, quote)) {
    if (record.line <= mapping.skipLines) continue
    if (columns === null) {
      const names = new Columns(record.fields)
      if (needed.every((name) => names.has(name))) columns = names
      continue
    }
    yield delimitedRow(record, columns)
  }
  if (columns === null) throw new RejectError(`no line has the names of the columns: ${needed.join(', ')}`)
}

function delimitedRow(record: CsvRecord, columns: Columns): Row {
  return {
    line: record.line,
    character: record.character,
    start: record.fields[0]?.trimStart() ?? '',
    value(source) {
      if ('value' in source) return source.value
      if ('name' in source) return columns.text(record, source.name)
      return 'column' in source ? (record.fields[source.column - 1]?.trim() ?? null) : null
    },
  }
}
