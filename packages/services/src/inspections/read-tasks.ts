import type { SettingPath } from '../device-settings/resolve-setting.ts'
import type { StoresWithin } from '../permissions/stores-within.ts'
import { epochMs, type ReadRows } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { devicePlan, readInspectionWishes } from './device-plan.ts'
import { type InspectionDue, judgeDue } from './judge-due.ts'
import type { Plans } from './read-plans.ts'
import type { RiskClass } from './risk-classes.ts'

/** A terminal in use, and when somebody is to look at it. */
export interface InspectionTask extends InspectionDue {
  readonly deviceId: number
  readonly make: string | null
  readonly model: string | null
  readonly serial: string | null
  readonly storeId: number
  readonly storeCode: string
  readonly storeName: string
  readonly storeNameLang: string
  readonly country: string
  readonly region: string
  readonly lane: string | null
  readonly class: RiskClass
  readonly days: number
  readonly lastMs: number | null
  readonly lastBy: string | null
}

/** SQL text: when somebody stood before the device, by the log's clock; a correction is written later and changes nothing of it. */
export const lookedAt = (i: string): string => `coalesce(${i}.looked_at, ${i}.recorded_at)`

/** SQL text: the last inspection of device `d` that no other one corrects. */
export const lastInspection = (columns: string): string =>
  `select ${columns} from inspection i where i.device_id = d.id and not exists (select from inspection c where c.corrects = i.id)
   order by ${lookedAt('i')} desc, i.id desc limit 1`

/** SQL text: a device `d` that somebody is to look at, in a store `s`. */
export const isInUse = `d.kind = 'terminal' and d.state = 'active'`

type TaskRow = Omit<InspectionTask, keyof InspectionDue | 'class' | 'days'> & {
  readonly laneId: number | null
  readonly inUseSinceMs: number
}

/**
 * Every terminal in use of these stores, the one that waits for longest first. `leastDays` leaves out what was looked at, or went in
 * use, less than so many days ago: with the shortest interval, all that can be overdue are left.
 */
export async function readTasks(
  rows: ReadRows,
  within: StoresWithin,
  { plans, nowMs, leastDays = 0 }: { readonly plans: Plans; readonly nowMs: number; readonly leastDays?: number },
): Promise<InspectionTask[]> {
  const wishes = await readInspectionWishes(rows)
  const found = await rows<TaskRow>(
    `select d.id as "deviceId", d.make, d.model, d.serial, d.lane_id as "laneId", s.id as "storeId", s.code as "storeCode", s.name as "storeName",
       s.name_lang as "storeNameLang", s.country::text as country, s.region, l.key as lane, ${epochMs('x.since')} as "inUseSinceMs",
       ${epochMs('p.looked_at')} as "lastMs", u.name as "lastBy"
     from device d join store s on s.id = d.store_id join device_state x on x.device_id = d.id and x.until is null
     left join lane l on l.id = d.lane_id left join lateral (${lastInspection(`${lookedAt('i')} as looked_at, i.inspected_by`)}) p on true
     left join "user" u on u.id = p.inspected_by
     where ${isInUse} and ${scopeConditionAt(1)} and coalesce(p.looked_at, x.since) <= $4`,
    ...scopeValues(within),
    new Date(nowMs - leastDays * 86_400_000),
  )
  return found
    .map(({ laneId, inUseSinceMs, ...task }): InspectionTask => {
      const { country, region, storeId, deviceId, lastMs } = task
      const path: SettingPath = { country, region, storeId, laneId, deviceId }
      const plan = devicePlan(path, wishes, plans)
      return { ...task, ...plan, ...judgeDue({ inUseSinceMs, lastMs, days: plan.days }, nowMs) }
    })
    .sort((a, b) => a.dueAtMs - b.dueAtMs || a.deviceId - b.deviceId)
}
