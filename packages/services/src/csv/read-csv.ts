/** A row and the line of the file it begins on, from 1. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

const SEPARATORS = [',', ';', '\t'] as const

/**
 * The rows of a CSV (RFC 4180) as spreadsheets write it: separated by commas, semicolons or tabs, whichever the first line has
 * most of. Empty rows are left out. Null when a quotation is never closed.
 */
export function readCsv(text: string): CsvRow[] | null {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text
  const head = source.slice(0, source.search(/[\r\n]|$/))
  const separator = SEPARATORS.reduce((most, one) => (head.split(one).length > head.split(most).length ? one : most))
  const rows: CsvRow[] = []
  let [cells, cell, line, begun] = [[] as string[], '', 1, 1]
  let quoted = false
  const endRow = () => {
    cells.push(cell)
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: begun, cells })
    ;[cells, cell] = [[], '']
  }
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? ''
    if (char === '\n') line += 1
    if (quoted) {
      if (char !== '"') cell += char
      else if (source[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === separator) {
      cells.push(cell)
      cell = ''
    } else if (char === '\n') {
      endRow()
      begun = line
    } else if (char !== '\r') cell += char
  }
  if (quoted) return null
  endRow()
  return rows
}

/** What a cell of ours meant: the apostrophe that `writeCsv` puts before a formula is no part of the text. */
export const plainCell = (cell: string): string => cell.replace(/^'(?=\s*[=+\-@＝＋－＠\t\r\n])/, '').trim()
