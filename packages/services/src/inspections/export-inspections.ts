import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { csvHead, csvRows } from '../csv/index.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { demandRate } from '../rate-limits/index.ts'
import { readTogether } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { writeXlsx } from '../xlsx/index.ts'
import { inspectionColumns, inspectionTables, type ListedInspection } from './list-inspections.ts'

export const ExportInspectionsInput = z.strictObject({
  scope: WatchScope,
  /** Days of the record's own clock (UTC), both included. */
  from: z.iso.date(),
  to: z.iso.date(),
})
export type ExportInspectionsInput = z.infer<typeof ExportInspectionsInput>

/** The columns of the file, as a PCI auditor reads it. */
export const inspectionFileColumns = [
  ...['inspection', 'store', 'device', 'make', 'model', 'serial_in_list', 'serial_on_label', 'serial_told'],
  ...['seal_number', 'seal_found', 'class', 'class_version', 'answers', 'result', 'findings', 'note', 'photos'],
  ...['done_at_by_phone', 'sent_at_by_phone', 'recorded_at', 'inspected_by', 'trained', 'corrects', 'corrected_by'],
] as const

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const ROWS_A_PIECE = 500
const MOST_ROWS = 200_000

export interface InspectionFile {
  readonly fileName: string
  readonly text: string
  readonly rows: number
  /** There are more of them in the period; the file says so in its last line. */
  readonly cut: boolean
}

/**
 * The inspections of a period in the stores the asker reaches, the oldest first, as CSV; that it was taken is recorded first. `mostRows`
 * is what a file holds at most.
 */
export async function exportInspections(
  ctx: ServiceContext,
  input: ExportInspectionsInput,
  mostRows: number = MOST_ROWS,
): Promise<InspectionFile> {
  const given = ExportInspectionsInput.parse(input)
  const { lines, rows, cut } = await take(ctx, given, mostRows)
  return { fileName: nameOf(given, 'csv'), text: csvHead(inspectionFileColumns) + csvRows(lines), rows, cut }
}

/** The same as a workbook. */
export async function exportInspectionSheet(
  ctx: ServiceContext,
  input: ExportInspectionsInput,
  mostRows: number = MOST_ROWS,
): Promise<{ readonly fileName: string; readonly type: string; readonly content: AsyncIterable<Uint8Array> }> {
  const given = ExportInspectionsInput.parse(input)
  const { lines } = await take(ctx, given, mostRows)
  const pages = (async function* () {
    for (let at = 0; at < lines.length; at += ROWS_A_PIECE) yield lines.slice(at, at + ROWS_A_PIECE)
  })()
  return { fileName: nameOf(given, 'xlsx'), type: XLSX, content: writeXlsx('Inspections', inspectionFileColumns, pages) }
}

type Cell = string | number | null

interface Taken extends Pick<InspectionFile, 'rows' | 'cut'> {
  /** With a last one that says how many were taken, where there are more. */
  readonly lines: readonly Cell[][]
}

async function take(ctx: ServiceContext, { scope, from, to }: ExportInspectionsInput, mostRows: number): Promise<Taken> {
  const by = ctx.actor.kind === 'system' ? ctx.actor.name : String(ctx.actor.id)
  await demandRate(ctx, 'export', { id: by })
  const found = await readTogether(ctx, (rows) =>
    rows<ListedInspection>(
      `select ${inspectionColumns} from ${inspectionTables}
       where ${scopeConditionAt(1)} and i.recorded_at >= $4::date and i.recorded_at < $5::date + 1
       order by i.recorded_at, i.id limit $6`,
      ...scopeValues(storesWithin(ctx, scope)),
      ...[from, to, mostRows + 1],
    ),
  )
  const cut = found.length > mostRows
  const taken = found.slice(0, mostRows)
  await recordAct(ctx, ctx.pool, {
    action: 'inspections.exported',
    target: { type: 'inspections', id: 'all' },
    after: { rows: taken.length, from, to, cut },
  })
  const lines = taken.map(cellsOf)
  return { lines: cut ? [...lines, [`Cut off after ${mostRows} rows.`]] : lines, rows: taken.length, cut }
}

const time = (ms: number): string => new Date(ms).toISOString()

function cellsOf(one: ListedInspection): Cell[] {
  const answers = Object.entries(one.answers).map(([item, answer]) => `${item}=${answer}`)
  return [
    ...[one.id, one.storeCode, one.deviceId, one.make, one.model, one.listedSerial, one.labelSerial, one.toldSerial],
    ...[one.sealNumber, one.sealFound, one.class, one.classVersion, answers.join(' '), one.result, one.findings.join(' ')],
    ...[one.note, one.photos.length, time(one.doneAtMs), time(one.sentAtMs), time(one.recordedAtMs), one.by],
    ...[one.trained ? 'yes' : 'no', one.corrects, one.correctedBy],
  ]
}

const nameOf = ({ from, to }: ExportInspectionsInput, ending: string): string => `counterfoil-inspections-${from}-${to}.${ending}`
