import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { deviceReachAt } from '../devices/device-reach.ts'
import { DeviceId } from '../devices/device-values.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, readTogether } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { devicePlan, readInspectionWishes } from './device-plan.ts'
import { type InspectionDue, judgeDue } from './judge-due.ts'
import { inspectionColumns, inspectionTables, type ListedInspection } from './list-inspections.ts'
import { readPlans } from './read-plans.ts'
import { isInUse, lastInspection, lookedAt } from './read-tasks.ts'
import type { RiskClass } from './risk-classes.ts'

export const GetDeviceInspectionsInput = z.strictObject({ deviceId: DeviceId })
export type GetDeviceInspectionsInput = z.infer<typeof GetDeviceInspectionsInput>

export interface DeviceInspections {
  /** Null: it is no terminal in use, so nobody waits for it. */
  readonly next: (InspectionDue & { readonly class: RiskClass; readonly days: number }) | null
  /** The newest first, those that were corrected among them, as far as the asker reaches. */
  readonly inspections: readonly ListedInspection[]
  /** There are so many more. */
  readonly more: number
}

interface Place {
  readonly storeId: number | null
  readonly laneId: number | null
  readonly country: string | null
  readonly region: string | null
  readonly inUseSinceMs: number | null
  readonly inUse: boolean
  readonly lastMs: number | null
}

const MOST_LISTED = 5

/** When a device was looked at, what was seen, and when it is next. Throws `not_found` beyond the asker's reach. */
export async function getDeviceInspections(
  ctx: ServiceContext,
  { deviceId }: GetDeviceInspectionsInput,
): Promise<DeviceInspections> {
  const reach = scopeValues(storesWithin(ctx, { kind: 'chain' }))
  return readTogether(ctx, async (rows) => {
    const [place] = await rows<Place>(
      `select d.store_id as "storeId", d.lane_id as "laneId", s.country::text as country, s.region, ${isInUse} as "inUse",
         ${epochMs('x.since')} as "inUseSinceMs", ${epochMs('p.looked_at')} as "lastMs"
       from device d left join store s on s.id = d.store_id left join device_state x on x.device_id = d.id and x.until is null
       left join lateral (${lastInspection(`${lookedAt('i')} as looked_at`)}) p on true
       where d.id = $1::int4 and ${deviceReachAt(2)}`,
      deviceId,
      ...reach,
    )
    if (place === undefined) throw new ServiceError('not_found', 'There is no such device.', { reason: 'no_device' })
    const inspections = await rows<ListedInspection & { readonly all: number }>(
      `select ${inspectionColumns}, count(*) over ()::int4 as "all" from ${inspectionTables}
       where i.device_id = $1::int4 and ${scopeConditionAt(2)} order by ${lookedAt('i')} desc, i.recorded_at desc, i.id desc limit ${MOST_LISTED}`,
      deviceId,
      ...reach,
    )
    const more = Math.max(0, (inspections[0]?.all ?? 0) - MOST_LISTED)
    const { storeId, laneId, country, region, inUse, inUseSinceMs, lastMs } = place
    if (!inUse || storeId === null || country === null || region === null || inUseSinceMs === null)
      return { next: null, inspections, more }
    const path = { country, region, storeId, laneId, deviceId }
    const plan = devicePlan(path, await readInspectionWishes(rows), await readPlans(rows))
    const due = judgeDue({ inUseSinceMs, lastMs, days: plan.days }, ctx.now().getTime())
    return { next: { ...plan, ...due }, inspections, more }
  })
}
