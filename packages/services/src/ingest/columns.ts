import { type ArrayType, BinaryArray } from './binary-arrays.ts'

type Cell = string | number | boolean | Uint8Array | null

/** One column of an unnest: its name, its array type and where its value comes from. */
export interface Column<Row> {
  readonly name: string
  readonly type: ArrayType
  readonly read: (row: Row) => Cell
}

/** Gathers parameters of one statement: SQL text on one side, values on the other, in the same order. */
export interface ParameterList {
  /** SQL `unnest($1::int4[], …) alias(name, …)`. */
  readonly sql: string
  readonly count: number
}

/** SQL of an unnest over `columns`, with parameters numbered from `first`. */
export function unnestSql<Row>(columns: readonly Column<Row>[], first: number, alias: string): ParameterList {
  const parameters = columns.map(({ type }, index) => `$${first + index}::${type}[]`)
  return {
    sql: `unnest(${parameters.join(', ')}) ${alias}(${columns.map(({ name }) => name).join(', ')})`,
    count: columns.length,
  }
}

/** The values for `unnestSql`, one binary array a column. Row by row: a row is in the processor's cache once, not once a column. */
export function columnValues<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Buffer[] {
  const open = columns.map(({ type, read }) => ({ array: new BinaryArray(type, rows.length), read }))
  for (const row of rows) for (const { array, read } of open) array.add(read(row))
  return open.map(({ array }) => array.finish())
}
