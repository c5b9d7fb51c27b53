import type { LineKind } from '../model.ts'
import type { Encoding } from '../text/encoding.ts'

/** Where a value stands: a column by name or number (from 1), positions of a fixed line (from 1, both inclusive), or a text. */
export type Source =
  | { readonly name: string }
  | { readonly column: number }
  | { readonly from: number; readonly to: number }
  | { readonly value: string }

export const FIELDS = [
  'date',
  'time',
  'zone',
  'valueDate',
  'amount',
  'credit',
  'debit',
  'gross',
  'fee',
  'net',
  'balance',
  'currency',
  'account',
  'batch',
  'type',
  'method',
  'reference',
  'merchantReference',
  'originalReference',
  'payoutReference',
  'store',
  'terminal',
  'authorisationCode',
  'traceNumber',
  'card',
  'counterparty',
  'text',
] as const
export type Field = (typeof FIELDS)[number]

/** Words of a column, and the sign that each means; `none` moves no money of this account. */
export interface Direction {
  readonly source: Source
  readonly credit: readonly string[]
  readonly debit: readonly string[]
  readonly none: readonly string[]
}

/** How a report of any kind is read: a document that people make in the dashboard, save and version. */
export interface Mapping {
  /** Version of this language. */
  readonly mapping: 1
  /** Printed as the format of the file. */
  readonly id: string
  readonly revision: number
  readonly title: string
  /** Lines of an acquirer, or entries of an account. */
  readonly produces: 'settlement' | 'statement'
  /** `auto` is UTF-8, or `fallback` of the file's kind. */
  readonly encoding: Encoding
  readonly layout: { readonly kind: 'delimited'; readonly delimiter: string; readonly quote: string } | { readonly kind: 'fixed' }
  /** Lines before the first that counts: a number of them, or all up to the line of names. */
  readonly skipLines: number
  /** Whether a line of names of columns stands before the details. */
  readonly names: boolean
  /** Only lines that begin so are details; none: all. */
  readonly detailStartsWith: readonly string[]
  readonly ignoreStartsWith: readonly string[]
  /** The details end before a line that begins so. */
  readonly endStartsWith: readonly string[]
  readonly columns: Readonly<Partial<Record<Field, Source>>>
  /** Fees in several columns are added up. */
  readonly feeColumns: readonly Source[]
  /** Where a card's number may stand: looked through for full ones, and only the first is kept, truncated. */
  readonly cardColumns: readonly Source[]
  readonly amounts: {
    readonly decimal: '.' | ','
    readonly thousands: string
    readonly minorUnits: boolean
    /** Signs of currencies and the like that stand around the digits. */
    readonly strip: readonly string[]
    /** The file writes what the merchant gets below zero. */
    readonly inverted: boolean
    /** Fees that are costs stand below zero. */
    readonly feesBelowZero: boolean
  }
  /** A column that decides the sign of amounts that have none. */
  readonly direction: Direction | null
  /** The same of fees: a debit costs, a credit is a fee given back. */
  readonly feeDirection: Direction | null
  /** Letters y, M, d, H, h, m, s, a, X stand for their part of a moment; all else for itself. */
  readonly dateFormat: string
  readonly zone: string | null
  readonly currency: string | null
  readonly kinds: Readonly<Record<string, LineKind>>
  /** A line with the number of details, their sum, or both. */
  readonly totals: {
    readonly startsWith: string
    readonly count: Source | null
    readonly sum: Source | null
  } | null
}
