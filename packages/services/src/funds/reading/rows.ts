import { type Column, unnestSql } from '../../ingest/columns.ts'

/** A row of settlement_line as it is written; decimals are texts, `payout` is the payout's number within the file. */
export interface LineRow {
  readonly position: number
  readonly line: number
  readonly characterOffset: number
  readonly acquirer: string
  readonly merchantAccount: string
  readonly currency: string
  readonly kind: string
  readonly type: string
  readonly method: string | null
  readonly batch: string | null
  readonly payout: number
  readonly storeCode: string | null
  readonly terminal: string | null
  readonly acquirerReference: string | null
  readonly merchantReference: string | null
  readonly retrievalReference: string | null
  readonly originalReference: string | null
  readonly authorisationCode: string | null
  readonly trace: string | null
  readonly terminalBatch: string | null
  readonly card: string | null
  readonly happenedAtMs: number | null
  readonly salesDay: string | null
  readonly gross: string | null
  readonly grossCurrency: string | null
  readonly fees: string
  readonly net: string
  readonly grossMinor: number
  readonly netMinor: number
  readonly text: string | null
  readonly open: boolean
}

/** A row of bank_line; `statement` is the statement's number within the file. */
export interface BankLineRow {
  readonly position: number
  readonly line: number
  readonly characterOffset: number
  readonly statement: number
  readonly bankAccountId: number
  readonly currency: string
  readonly amount: string
  readonly amountMinor: number
  readonly bookedOn: string
  readonly valueOn: string | null
  readonly booked: boolean
  readonly text: string
  readonly counterparty: string | null
  readonly bankReference: string | null
  readonly code: string | null
}

/** Where in the file a row stands, and what stands for rows with keys of their own: no part of what the row says. */
const PLACE = new Set(['position', 'line', 'character_offset', 'payout', 'statement'])

export const LINE_COLUMNS: readonly Column<LineRow>[] = [
  { name: 'position', type: 'int4', read: (row) => row.position },
  { name: 'line', type: 'int4', read: (row) => row.line },
  { name: 'character_offset', type: 'int8', read: (row) => row.characterOffset },
  { name: 'payout', type: 'int4', read: (row) => row.payout },
  { name: 'acquirer', type: 'text', read: (row) => row.acquirer },
  { name: 'merchant_account', type: 'text', read: (row) => row.merchantAccount },
  { name: 'currency', type: 'text', read: (row) => row.currency },
  { name: 'kind', type: 'text', read: (row) => row.kind },
  { name: 'type', type: 'text', read: (row) => row.type },
  { name: 'method', type: 'text', read: (row) => row.method },
  { name: 'batch', type: 'text', read: (row) => row.batch },
  { name: 'store_code', type: 'text', read: (row) => row.storeCode },
  { name: 'terminal', type: 'text', read: (row) => row.terminal },
  { name: 'acquirer_reference', type: 'text', read: (row) => row.acquirerReference },
  { name: 'merchant_reference', type: 'text', read: (row) => row.merchantReference },
  { name: 'retrieval_reference', type: 'text', read: (row) => row.retrievalReference },
  { name: 'original_reference', type: 'text', read: (row) => row.originalReference },
  { name: 'authorisation_code', type: 'text', read: (row) => row.authorisationCode },
  { name: 'trace', type: 'text', read: (row) => row.trace },
  { name: 'terminal_batch', type: 'text', read: (row) => row.terminalBatch },
  { name: 'card', type: 'text', read: (row) => row.card },
  { name: 'happened_at', type: 'timestamptz', read: (row) => row.happenedAtMs },
  { name: 'sales_day', type: 'date', read: (row) => row.salesDay },
  { name: 'gross', type: 'text', read: (row) => row.gross },
  { name: 'gross_currency', type: 'text', read: (row) => row.grossCurrency },
  { name: 'fees', type: 'text', read: (row) => row.fees },
  { name: 'net', type: 'text', read: (row) => row.net },
  { name: 'gross_minor', type: 'int8', read: (row) => row.grossMinor },
  { name: 'net_minor', type: 'int8', read: (row) => row.netMinor },
  { name: 'text', type: 'text', read: (row) => row.text },
  { name: 'open', type: 'bool', read: (row) => row.open },
]

export const BANK_LINE_COLUMNS: readonly Column<BankLineRow>[] = [
  { name: 'position', type: 'int4', read: (row) => row.position },
  { name: 'line', type: 'int4', read: (row) => row.line },
  { name: 'character_offset', type: 'int8', read: (row) => row.characterOffset },
  { name: 'statement', type: 'int4', read: (row) => row.statement },
  { name: 'bank_account_id', type: 'int4', read: (row) => row.bankAccountId },
  { name: 'currency', type: 'text', read: (row) => row.currency },
  { name: 'amount', type: 'text', read: (row) => row.amount },
  { name: 'amount_minor', type: 'int8', read: (row) => row.amountMinor },
  { name: 'booked_on', type: 'date', read: (row) => row.bookedOn },
  { name: 'value_on', type: 'date', read: (row) => row.valueOn },
  { name: 'booked', type: 'bool', read: (row) => row.booked },
  { name: 'text', type: 'text', read: (row) => row.text },
  { name: 'counterparty', type: 'text', read: (row) => row.counterparty },
  { name: 'bank_reference', type: 'text', read: (row) => row.bankReference },
  { name: 'code', type: 'text', read: (row) => row.code },
]

/** Exact decimals travel as texts. */
const NUMERIC = new Set(['gross', 'fees', 'net', 'amount'])
const selected = (columns: readonly Column<never>[]): string =>
  columns.map(({ name }) => (NUMERIC.has(name) ? `u.${name}::numeric` : `u.${name}`)).join(', ')
const named = (columns: readonly Column<never>[]): string => columns.map(({ name }) => name).join(', ')

function insertSql<Row>(
  table: string,
  columns: readonly Column<Row>[],
  key: string,
  more: [names: string, values: string],
): string {
  const rest = columns.filter(({ name }) => name !== key && name !== 'open')
  return `insert into ${table} (file_id, ${key}_id, ${more[0]}${named(rest)})
    select $1::int8, ($2::int8[])[u.${key}], ${more[1]}${selected(rest)} from ${unnestSql(columns, 3, 'u').sql}`
}

const parameter = (column: string): string => `$${LINE_COLUMNS.findIndex(({ name }) => name === column) + 3}`

/** Parameters: the file, the ids of its payouts or statements by their numbers, then one array for each column. */
export const INSERT_LINES = `with opened as (
    insert into settlement_line_open (file_id, position)
    select $1::int8, u.position from unnest(${parameter('position')}::int4[], ${parameter('open')}::bool[]) u(position, open) where u.open
  ) ${insertSql('settlement_line', LINE_COLUMNS, 'payout', ['', ''])}`
export const INSERT_BANK_LINES = insertSql('bank_line', BANK_LINE_COLUMNS, 'statement', ['open, ', 'true, '])

/** Which of the columns' arrays say what the rows say. */
export const contentOf = (columns: readonly Column<never>[]): readonly number[] =>
  columns.flatMap(({ name }, index) => (PLACE.has(name) ? [] : [index]))
