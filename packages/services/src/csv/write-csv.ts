/** What a cell can hold; times are written in UTC, to the second, exact decimals with the decimals they have. */
export type CsvCell = string | number | bigint | boolean | Date | { readonly exact: string } | null

/**
 * A table as CSV (RFC 4180) in UTF-8 with a byte order mark, by which spreadsheets know Chinese. Text that a spreadsheet would
 * take for a formula gets an apostrophe before it: whoever names a thing must not compute on the reader's machine.
 */
export function writeCsv(head: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  return csvHead(head) + csvRows(rows)
}

/** Its first line, for whoever writes a long one page by page. */
export function csvHead(head: readonly string[]): string {
  return `\ufeff${head.map(textCell).join(',')}\r\n`
}

export function csvRows(rows: Iterable<readonly CsvCell[]>): string {
  return Array.from(rows, (row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: CsvCell): string {
  if (value === null) return ''
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, 'Z')
  if (typeof value === 'object') return /^-?\d+(?:\.\d+)?$/.test(value.exact) ? value.exact : textCell(value.exact)
  return typeof value === 'string' ? textCell(value) : String(value)
}

/** OWASP, CSV injection: these begin a formula, also behind white space, which spreadsheets pass over; full-width ones in Chinese ones. */
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r\n]/

function textCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
