import { RejectError } from '../warning.ts'
import type { Source } from './mapping.ts'

/** Where a value stands: the line, and the column as the mapping calls it. */
export interface Place {
  readonly line: number
  readonly source: Source | null
}

/** A value that is not what the mapping says; the message names its column. */
export class FaultyValue extends RejectError {
  readonly column: string | null
  constructor(reason: string, { line, source }: Place) {
    const column = source === null ? null : nameOf(source)
    super(column === null ? reason : `${column}: ${reason}`, line)
    this.column = column
  }
}

function nameOf(source: Source): string | null {
  if ('name' in source) return `column ${source.name}`
  if ('column' in source) return `column ${source.column}`
  return 'from' in source ? `positions ${source.from} to ${source.to}` : null
}
