import { minorUnitExponent } from '@counterfoil/protocol/currency-exponents'
import type { ServiceContext } from '../../context.ts'
import type { SheetCell } from '../../xlsx/sheet-cell.ts'

export type TableLanguage = 'en' | 'zh'

/** A column of a table that people take with them: its head in both languages, and what stands in it. */
export interface TableColumn<Row> {
  readonly en: string
  readonly zh: string
  readonly read: (row: Row) => SheetCell
}

/** A table of the area of money. Its rows come page by page, as far as the asker's reach goes. */
export interface FundsTable<Row, Query> {
  readonly name: { readonly en: string; readonly zh: string }
  readonly columns: readonly TableColumn<Row>[]
  readonly pages: (ctx: ServiceContext, query: Query) => AsyncIterable<readonly Row[]>
}

export const defineTable = <Row, Query>(table: FundsTable<Row, Query>): FundsTable<Row, Query> => table

/** Minor units as the decimal they are. */
export function money(minor: number | null, currency: string): SheetCell {
  if (minor === null) return null
  const exponent = minorUnitExponent(currency)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  return { exact: `${minor < 0 ? '-' : ''}${whole}${exponent === 0 ? '' : `.${digits.slice(-exponent)}`}` }
}

/** An exact decimal, with at least the decimals its currency has. */
export function decimal(text: string | null, currency: string): SheetCell {
  if (text === null) return null
  const [whole = '', fraction = ''] = text.split('.')
  const padded = fraction.padEnd(minorUnitExponent(currency), '0')
  return { exact: padded === '' ? whole : `${whole}.${padded}` }
}

export const day = (text: string | null): SheetCell => (text === null ? null : { day: text })
export const instant = (atMs: number | null): SheetCell => (atMs === null ? null : { atMs })

/** Rows that are few enough to come at once. */
export async function* once<Row>(rows: Promise<readonly Row[]>): AsyncGenerator<readonly Row[]> {
  yield await rows
}

/** Rows page by page, each from where the last one ended. */
export async function* paged<Row, Cursor>(
  read: (cursor: Cursor | null) => Promise<{ readonly rows: readonly Row[]; readonly next: Cursor | null }>,
): AsyncGenerator<readonly Row[]> {
  for (let cursor: Cursor | null = null; ; ) {
    const page: { readonly rows: readonly Row[]; readonly next: Cursor | null } = await read(cursor)
    yield page.rows
    if (page.next === null) return
    cursor = page.next
  }
}
