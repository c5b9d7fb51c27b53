import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { type CsvCell, csvHead, csvRows } from '../csv/index.ts'
import { demandRate } from '../rate-limits/index.ts'
import { readTogether } from '../read-rows.ts'
import { type DeviceColumn, deviceColumns } from './device-columns.ts'
import { DeviceFilter, deviceCondition, deviceConditionValues, deviceTables } from './device-filter.ts'

export const ExportDevicesInput = z.strictObject({ filter: DeviceFilter })
export type ExportDevicesInput = z.infer<typeof ExportDevicesInput>

/** All devices of a filter as CSV, as far as the asker sees; that they were taken is recorded first. */
export async function exportDevices(
  ctx: ServiceContext,
  { filter }: ExportDevicesInput,
): Promise<{ readonly fileName: string; readonly text: string }> {
  const by = ctx.actor.kind === 'system' ? ctx.actor.name : String(ctx.actor.id)
  await demandRate(ctx, 'export', { id: by })
  const rows = await readTogether(ctx, (read) =>
    read<Record<DeviceColumn, CsvCell>>(
      `select d.id, d.kind, d.make, d.model, d.serial, d.firmware, d.approval_number as pts_approval,
         d.approval_expires_on::text as approved_until, d.p2pe, d.p2pe_solution, s.code as store, l.key as lane, d.notes, d.state,
         (select c.holder from device_custody c where c.device_id = d.id and c.until is null) as holder
       from ${deviceTables} where ${deviceCondition(filter)} order by s.code nulls first, d.id`,
      ...deviceConditionValues(ctx, filter),
    ),
  )
  await recordAct(ctx, ctx.pool, {
    action: 'devices.exported',
    target: { type: 'device_inventory', id: 'all' },
    after: { rows: rows.length },
  })
  const text = csvHead(deviceColumns) + csvRows(rows.map((row) => deviceColumns.map((column) => row[column])))
  return { fileName: `counterfoil-devices-${ctx.now().toISOString().slice(0, 10)}.csv`, text }
}
