import { createHash, type Hash } from 'node:crypto'
import { BinaryArray } from '../../ingest/binary-arrays.ts'
import type { Column } from '../../ingest/columns.ts'
import { contentOf } from './rows.ts'

/** One statement's worth: larger ones are no quicker, and a few of them wait in memory. */
const ROWS = 4_096
/** Room is made for so many at first: most files are small. */
const FIRST_ROWS = 64

/** Gathers rows column by column, hands each chunk on, and keeps a hash over what all rows say. */
export class ChunkWriter<Row> {
  readonly #columns: readonly Column<Row>[]
  readonly #content: readonly number[]
  readonly #onChunk: (columns: Buffer[], rows: number) => void
  readonly #hash: Hash = createHash('sha256')
  #open: BinaryArray[]
  #rows = 0
  /** Of all chunks. */
  total = 0

  constructor(columns: readonly Column<Row>[], onChunk: (columns: Buffer[], rows: number) => void) {
    this.#columns = columns
    this.#content = contentOf(columns)
    this.#onChunk = onChunk
    this.#open = this.#begin()
  }

  add(row: Row): void {
    for (let index = 0; index < this.#columns.length; index += 1) {
      const column = this.#columns[index]
      if (column !== undefined) this.#open[index]?.add(column.read(row))
    }
    this.#rows += 1
    this.total += 1
    if (this.#rows === ROWS) this.flush()
  }

  flush(): void {
    if (this.#rows === 0) return
    const columns = inOneBuffer(this.#open.map((array) => array.finish()))
    for (const index of this.#content) this.#hash.update(columns[index] ?? '')
    const rows = this.#rows
    this.#open = this.#begin()
    this.#rows = 0
    this.#onChunk(columns, rows)
  }

  /** Hexadecimal; after the last row. */
  digest(): string {
    this.flush()
    return this.#hash.digest('hex')
  }

  #begin(): BinaryArray[] {
    return this.#columns.map(({ type }) => new BinaryArray(type, FIRST_ROWS))
  }
}

/** So that a chunk can be handed to another thread without a copy. */
function inOneBuffer(columns: readonly Buffer[]): Buffer[] {
  const buffer = new ArrayBuffer(columns.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  return columns.map((column) => {
    const view = Buffer.from(buffer, at, column.length)
    view.set(column)
    at += column.length
    return view
  })
}
