import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { type CsvCell, csvHead, csvRows } from '../../csv/index.ts'
import type { Permission } from '../../permissions/index.ts'
import { demandRate } from '../../rate-limits/index.ts'
import { writeXlsx } from '../../xlsx/index.ts'
import type { SheetCell } from '../../xlsx/sheet-cell.ts'
import { CheckFeesInput } from '../board/check-fees.ts'
import { ArrivalForecastInput } from '../board/get-arrival-forecast.ts'
import { FileCalendarInput } from '../board/get-file-calendar.ts'
import { FundsBoardInput } from '../board/get-funds-board.ts'
import { ListExceptionsInput } from '../board/list-exceptions.ts'
import { FundsPaymentsInput } from '../board/list-funds-payments.ts'
import { OwingStoresInput } from '../board/list-owing-stores.ts'
import { SilentTerminalsInput } from '../board/list-silent-terminals.ts'
import { ListFileLinesInput } from '../files/list-file-lines.ts'
import { ListFilesInput } from '../files/list-files.ts'
import { receivedBy } from '../files/received-by.ts'
import { calendarTable, exceptionsTable, forecastTable, owedTable, owingStoresTable, paymentsTable } from './board-tables.ts'
import { feesTable, silentTerminalsTable } from './check-tables.ts'
import { bankLinesTable, DaysInput, fileLinesTable, filesTable, payoutsTable } from './file-tables.ts'
import type { FundsTable, TableLanguage } from './table.ts'

const queries = {
  payments: FundsPaymentsInput.pick({ filter: true }),
  exceptions: ListExceptionsInput.pick({ view: true, code: true, acquirer: true }),
  owed: FundsBoardInput,
  owing_stores: OwingStoresInput.omit({ limit: true }),
  forecast: ArrivalForecastInput,
  calendar: FileCalendarInput,
  files: ListFilesInput.pick({ state: true }),
  file_lines: ListFileLinesInput.pick({ id: true }),
  payouts: DaysInput,
  bank_lines: DaysInput,
  fees: CheckFeesInput,
  silent_terminals: SilentTerminalsInput.pick({ scope: true }),
} as const
export type TableName = keyof typeof queries

const one = <Name extends TableName>(table: Name) => z.strictObject({ table: z.literal(table), query: queries[table] })
export const ExportTableInput = z.strictObject({
  format: z.enum(['csv', 'xlsx']),
  language: z.enum(['en', 'zh']).default('en'),
  of: z.discriminatedUnion('table', [
    one('payments'),
    one('exceptions'),
    one('owed'),
    one('owing_stores'),
    one('forecast'),
    one('calendar'),
    one('files'),
    one('file_lines'),
    one('payouts'),
    one('bank_lines'),
    one('fees'),
    one('silent_terminals'),
  ]),
})
export type ExportTableInput = z.infer<typeof ExportTableInput>
type Of = ExportTableInput['of']

export const tablePermission = (table: unknown): Permission =>
  table === 'files' || table === 'file_lines' ? 'funds.files' : 'funds.read'

export interface ExportedTable {
  readonly fileName: string
  readonly type: string
  readonly content: AsyncIterable<Uint8Array>
}

/** More than a spreadsheet takes in one sheet is cut off, and said in the last row. */
const MOST_ROWS = 1_000_000

/** A table of the area of money as CSV or XLSX, all of it and not the page that is seen. Recorded before its first byte leaves. */
export async function exportTable(ctx: ServiceContext, { format, language, of }: ExportTableInput): Promise<ExportedTable> {
  await demandRate(ctx, 'export', { id: receivedBy(ctx.actor) })
  const { name, head, pages } = opened(ctx, of, language)
  // What the asker may not have is refused by its first page, before anything is told of it.
  const begun = pages[Symbol.asyncIterator]()
  const first = await begun.next()
  await recordAct(ctx, ctx.pool, {
    action: 'funds_table.exported',
    target: { type: 'funds_table', id: of.table },
    after: { format, query: of.query },
  })
  const fileName = `counterfoil-${of.table.replace('_', '-')}-${ctx.now().toISOString().slice(0, 10)}.${format}`
  const rest = limited(first, begun)
  return format === 'csv'
    ? { fileName, type: 'text/csv; charset=utf-8', content: csvOf(head, rest) }
    : {
        fileName,
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        content: writeXlsx(name, head, rest),
      }
}

interface Opened {
  readonly name: string
  readonly head: readonly string[]
  readonly pages: AsyncIterable<readonly (readonly SheetCell[])[]>
}

function opened(ctx: ServiceContext, of: Of, language: TableLanguage): Opened {
  const open = <Row, Query>(table: FundsTable<Row, Query>, query: Query): Opened => ({
    name: table.name[language],
    head: table.columns.map((column) => column[language]),
    pages: (async function* () {
      for await (const rows of table.pages(ctx, query)) yield rows.map((row) => table.columns.map(({ read }) => read(row)))
    })(),
  })
  switch (of.table) {
    case 'payments':
      return open(paymentsTable, of.query)
    case 'exceptions':
      return open(exceptionsTable, of.query)
    case 'owed':
      return open(owedTable, of.query)
    case 'owing_stores':
      return open(owingStoresTable, of.query)
    case 'forecast':
      return open(forecastTable, of.query)
    case 'calendar':
      return open(calendarTable, of.query)
    case 'files':
      return open(filesTable, of.query)
    case 'file_lines':
      return open(fileLinesTable, of.query)
    case 'payouts':
      return open(payoutsTable, of.query)
    case 'bank_lines':
      return open(bankLinesTable, of.query)
    case 'fees':
      return open(feesTable, of.query)
    case 'silent_terminals':
      return open(silentTerminalsTable, of.query)
  }
}

type Rows = readonly (readonly SheetCell[])[]

async function* limited(first: IteratorResult<Rows>, rest: AsyncIterator<Rows>): AsyncGenerator<Rows> {
  let left = MOST_ROWS
  for (let page = first; page.done !== true; page = await rest.next()) {
    yield page.value.slice(0, left)
    left -= page.value.length
    if (left < 0) {
      yield [[`Cut off after ${MOST_ROWS} rows.`]]
      return
    }
  }
}

async function* csvOf(head: readonly string[], pages: AsyncIterable<Rows>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(csvHead(head))
  for await (const page of pages) if (page.length > 0) yield Buffer.from(csvRows(page.map((row) => row.map(csvCell))))
}

function csvCell(cell: SheetCell): CsvCell {
  if (typeof cell !== 'object' || cell === null) return cell
  if ('exact' in cell) return cell
  return 'day' in cell ? cell.day : new Date(cell.atMs)
}
