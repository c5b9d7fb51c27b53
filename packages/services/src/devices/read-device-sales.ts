import { epochMs, type ReadRows } from '../read-rows.ts'

const HOUR_MS = 3_600_000
const HOURS = 24
const WEEK_HOURS = 7 * 24

/** What a terminal sold, hour by hour, the oldest first; the hour that is under way is left out, since it always looks like a fall. */
export interface DeviceSales {
  /** Approved payments of the last 24 whole hours. */
  readonly hours: readonly number[]
  /** Of the same hours a week before. */
  readonly before: readonly number[]
}

/** The sales of many terminals in one statement; a terminal that sold nothing in either span is missing. */
export async function readDeviceSales(
  rows: ReadRows,
  terminalIds: readonly number[],
  nowMs: number,
): Promise<ReadonlyMap<number, DeviceSales>> {
  if (terminalIds.length === 0) return new Map()
  const firstMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - HOURS * HOUR_MS
  const hours = Array.from({ length: HOURS }, (_, nth) => firstMs + nth * HOUR_MS)
  const asked = [...hours, ...hours.map((ms) => ms - WEEK_HOURS * HOUR_MS)]
  const found = await rows<{ terminalId: number; hourMs: number; approved: number }>(
    `select terminal_id as "terminalId", ${epochMs('hour')} as "hourMs", approved from terminal_hour
     where hour = any ($1::timestamptz[]) and terminal_id = any ($2::int4[]) and approved > 0`,
    asked.map((ms) => new Date(ms)),
    terminalIds,
  )
  const sales = new Map<number, { readonly hours: number[]; readonly before: number[] }>()
  for (const { terminalId, hourMs, approved } of found) {
    const own = sales.get(terminalId) ?? { hours: hours.map(() => 0), before: hours.map(() => 0) }
    const nth = (hourMs - firstMs) / HOUR_MS
    if (nth >= 0) own.hours[nth] = approved
    else own.before[nth + WEEK_HOURS] = approved
    sales.set(terminalId, own)
  }
  return sales
}
