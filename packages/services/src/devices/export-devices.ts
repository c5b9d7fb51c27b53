import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { csvHead, csvRows } from '../csv/index.ts'
import { demandRate } from '../rate-limits/index.ts'
import { readTogether } from '../read-rows.ts'
import { writeXlsx } from '../xlsx/index.ts'
import { MOST_AT_ONCE } from './change-many.ts'
import { type DeviceColumn, deviceColumns } from './device-columns.ts'
import { DeviceFilter, deviceCondition, deviceConditionValues, deviceTables } from './device-filter.ts'
import { firmwareLevel } from './device-row.ts'
import { DeviceId } from './device-values.ts'

export const ExportDevicesInput = z.strictObject({
  filter: DeviceFilter,
  /** Only these of them. */
  ids: z.array(DeviceId).min(1).max(MOST_AT_ONCE).optional(),
})
export type ExportDevicesInput = z.infer<typeof ExportDevicesInput>

/** All devices of a filter as CSV, as far as the asker sees; that they were taken is recorded first. */
export async function exportDevices(
  ctx: ServiceContext,
  input: ExportDevicesInput,
): Promise<{ readonly fileName: string; readonly text: string }> {
  const rows = await take(ctx, input)
  return { fileName: nameOf(ctx, 'csv'), text: csvHead(deviceColumns) + csvRows(rows) }
}

/** The same as a workbook, for people: an import takes CSV. */
export async function exportDeviceSheet(
  ctx: ServiceContext,
  input: ExportDevicesInput,
): Promise<{ readonly fileName: string; readonly type: string; readonly content: AsyncIterable<Uint8Array> }> {
  const rows = await take(ctx, input)
  const pages = (async function* () {
    for (let at = 0; at < rows.length; at += ROWS_A_PIECE) yield rows.slice(at, at + ROWS_A_PIECE)
  })()
  return { fileName: nameOf(ctx, 'xlsx'), type: XLSX, content: writeXlsx('Devices', deviceColumns, pages) }
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const ROWS_A_PIECE = 500

type Cell = string | number | null

async function take(ctx: ServiceContext, { filter, ids }: ExportDevicesInput): Promise<Cell[][]> {
  const by = ctx.actor.kind === 'system' ? ctx.actor.name : String(ctx.actor.id)
  await demandRate(ctx, 'export', { id: by })
  const rows = await readTogether(ctx, (read) =>
    read<Record<DeviceColumn, Cell>>(
      `select d.id, d.kind, d.make, d.model, d.serial, d.firmware, d.approval_number as pts_approval,
         d.approval_expires_on::text as approved_until, d.p2pe, d.p2pe_solution, s.code as store, l.key as lane, d.notes, d.state,
         (select c.holder from device_custody c where c.device_id = d.id and c.until is null) as holder,
         nullif(btrim(t.software), '') as firmware_told, ${firmwareLevel} as firmware_judged
       from ${deviceTables} where ${deviceCondition(filter)} and ($8::int4[] is null or d.id = any($8)) order by s.code nulls first, d.id`,
      ...deviceConditionValues(ctx, filter),
      ids ?? null,
    ),
  )
  await recordAct(ctx, ctx.pool, {
    action: 'devices.exported',
    target: { type: 'device_inventory', id: 'all' },
    after: { rows: rows.length },
  })
  return rows.map((row) => deviceColumns.map((column) => row[column]))
}

const nameOf = ({ now }: Pick<ServiceContext, 'now'>, ending: string): string =>
  `counterfoil-devices-${now().toISOString().slice(0, 10)}.${ending}`
