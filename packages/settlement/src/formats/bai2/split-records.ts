import type { Position } from '../../model.ts'
import type { TextLine } from '../../text/read-lines.ts'

/** One logical record: its own line and the lines (88, or without a code) that continue it. */
export interface BaiRecord extends Position {
  readonly code: string
  /** Parts in the order of their lines, without the slash that ends each. */
  readonly parts: readonly string[]
  /** As the trailers count: lines with a record code. */
  readonly physical: number
}

const START = /^\s*(01|02|03|16|49|88|98|99),/
/** Several records on one line: a slash, blanks, a record code. */
const NEXT = /\/\s+(?=(?:01|02|03|16|49|88|98|99),)/

export function* splitRecords(lines: Iterable<TextLine>): Generator<BaiRecord> {
  let open: { code: string; parts: string[]; physical: number; line: number; character: number } | null = null
  for (const line of lines) {
    let { character } = line
    for (const piece of line.text.split(NEXT)) {
      const at = { line: line.line, character }
      character += piece.length + 1
      if (piece.trim() === '') continue
      const code = START.exec(piece)?.[1]
      const content = withoutSlash(code === undefined ? piece : piece.trimStart().slice(3))
      if (code !== undefined && code !== '88') {
        if (open !== null) yield open
        open = { code, parts: [content], physical: 1, ...at }
      } else if (open !== null) {
        open.parts.push(content)
        if (code === '88') open.physical += 1
      }
    }
  }
  if (open !== null) yield open
}

function withoutSlash(text: string): string {
  return text.trimEnd().replace(/\/$/, '')
}
