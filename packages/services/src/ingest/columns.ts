import { type ArrayType, encodeArray } from './binary-arrays.ts'

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

/** The values for `unnestSql`, one binary array a column. */
export function columnValues<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Buffer[] {
  return columns.map(({ type, read }) => encodeArray(type, rows.map(read)))
}
