import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { DeviceFilter, deviceCondition, deviceConditionValues, needConditions } from './device-filter.ts'
import { type ListedDevice, listedColumns } from './device-row.ts'
import { StoreCode } from './device-values.ts'
import { type DeviceSales, readDeviceSales } from './read-device-sales.ts'

export const MOST_DEVICES_LISTED = 200

export const ListDevicesInput = z.strictObject({
  filter: DeviceFilter,
  /** Where the page before ended; a null code: among those that stand nowhere. */
  cursor: z.strictObject({ code: StoreCode.nullable(), id: z.int().min(0).max(2_147_483_647) }).nullish(),
  limit: z.int().min(1).max(MOST_DEVICES_LISTED).default(100),
})
export type ListDevicesInput = z.input<typeof ListDevicesInput>

export interface DeviceWithSales extends ListedDevice {
  /** Null: nothing answers there, or it sold nothing in the last day and the same day a week before. */
  readonly sales: DeviceSales | null
}

export interface DevicePage {
  readonly devices: readonly DeviceWithSales[]
  readonly next: { readonly code: string | null; readonly id: number } | null
}

/** Devices of a scope: those that stand nowhere first, then by store. A page reads as many rows as it shows and no more. */
export async function listDevices(ctx: ServiceContext, input: ListDevicesInput): Promise<DevicePage> {
  const { filter, cursor, limit } = ListDevicesInput.parse(input)
  return readTogether(ctx, async (rows) => {
    const devices = await readPage(rows, ctx, filter, cursor ?? { code: null, id: 0 }, limit + 1)
    const shown = devices.slice(0, limit)
    const last = devices.length > limit ? shown.at(-1) : undefined
    const terminals = shown.flatMap(({ terminalId }) => (terminalId === null ? [] : [terminalId]))
    const sales = await readDeviceSales(rows, terminals, ctx.now().getTime())
    const withSales = shown.map((device) => ({ ...device, sales: sales.get(device.terminalId ?? 0) ?? null }))
    return { devices: withSales, next: last === undefined ? null : { code: last.storeCode, id: last.id } }
  })
}

/** The statement of a page, for the test that asks PostgreSQL how it goes about it. */
export function pageStatement(filter: DeviceFilter): string {
  const columns = listedColumns(needConditions('$7'))
  const where = deviceCondition(filter)
  const joined = 'left join lane l on l.id = d.lane_id left join terminal t on t.id = d.terminal_id'
  // Two ways in, each along an index and in the order of the page, so that both stop when it is full. Store by store ("offset 0" keeps
  // it so): near the end PostgreSQL would rather read all devices and throw nearly all away.
  return `(select ${columns} from device d left join store s on false ${joined}
      where d.store_id is null and $8::text is null and d.id > $9::int4 and ${where} order by d.id limit $10)
    union all
    (select ${columns} from store s cross join lateral (select * from device where store_id = s.id offset 0) d ${joined}
      where s.code >= coalesce($8, '') and (s.code, d.id) > (coalesce($8, ''), case when $8 is null then 0 else $9::int4 end) and ${where} order by s.code, d.id limit $10)
    limit $10`
}

async function readPage(
  rows: ReadRows,
  ctx: ServiceContext,
  filter: DeviceFilter,
  { code, id }: { readonly code: string | null; readonly id: number },
  most: number,
): Promise<ListedDevice[]> {
  return rows<ListedDevice>(pageStatement(filter), ...deviceConditionValues(ctx, filter), code, id, most)
}
