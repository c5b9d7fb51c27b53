import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { DeviceId } from '../devices/device-values.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, type ReadRows, readTogether } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { devicePlan, readInspectionWishes } from './device-plan.ts'
import type { InspectionItem } from './inspection-values.ts'
import { type InspectionDue, judgeDue } from './judge-due.ts'
import { type PhotoName, photosOf } from './list-inspections.ts'
import { readPlans } from './read-plans.ts'
import { lastInspection, lookedAt } from './read-tasks.ts'
import type { RiskClass } from './risk-classes.ts'
import { isTrained } from './training.ts'

export const GetStoreChecklistInput = z.strictObject({ storeId: DeviceId })
export type GetStoreChecklistInput = z.infer<typeof GetStoreChecklistInput>

/** A terminal as whoever stands before it needs to know it. */
export interface ChecklistDevice {
  readonly deviceId: number
  readonly make: string | null
  readonly model: string | null
  readonly state: 'active' | 'inactive' | 'blocked'
  readonly lane: string | null
  readonly placedSinceMs: number
  readonly listedSerial: string | null
  readonly toldSerial: string | null
  /** Numbers of the seals that are on it. */
  readonly seals: readonly string[]
  readonly class: RiskClass
  readonly classVersion: number
  readonly days: number
  readonly items: readonly InspectionItem[]
  /** Null: it is not in use, so nobody waits for it. */
  readonly due: InspectionDue | null
  readonly lastMs: number | null
  /** What it looked like then. */
  readonly lastPhotos: readonly PhotoName[]
}

export interface StoreChecklist {
  readonly store: { readonly id: number; readonly code: string; readonly name: string; readonly nameLang: string }
  /** Who asks: drafts on a phone are theirs alone. */
  readonly person: { readonly id: string; readonly name: string; readonly trained: boolean }
  readonly devices: readonly ChecklistDevice[]
}

type DeviceRow = Omit<ChecklistDevice, 'class' | 'classVersion' | 'days' | 'items' | 'due'> & {
  readonly laneId: number | null
  readonly stateSinceMs: number
}

/** Everything a phone needs in a store without a network. Throws `not_found` beyond the asker's reach. */
export async function getStoreChecklist(ctx: ServiceContext, { storeId }: GetStoreChecklistInput): Promise<StoreChecklist> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Inspections are done by people.', { reason: 'no_person' })
  const now = ctx.now()
  return readTogether(ctx, async (rows) => {
    const [store] = await rows<StoreChecklist['store'] & { country: string; region: string }>(
      `select s.id, s.code, s.name, s.name_lang as "nameLang", s.country::text as country, s.region from store s where ${scopeConditionAt(1)}`,
      ...scopeValues(storesWithin(ctx, { kind: 'store', storeId })),
    )
    if (store === undefined) throw new ServiceError('not_found', 'There is no such store.', { reason: 'no_such_store' })
    const { country, region, ...called } = store
    const [person] = await rows<{ id: string; name: string }>('select u.id, u.name from "user" u where u.id = $1', actor.id)
    if (person === undefined) throw new ServiceError('not_found', 'There is no such person.', { reason: 'no_such_person' })
    const [plans, wishes] = [await readPlans(rows), await readInspectionWishes(rows)]
    const devices = (await readDevices(rows, storeId)).map(({ laneId, stateSinceMs, ...device }): ChecklistDevice => {
      const plan = devicePlan({ country, region, storeId, laneId, deviceId: device.deviceId }, wishes, plans)
      const { version, items } = plans[plan.class]
      const facts = { inUseSinceMs: stateSinceMs, lastMs: device.lastMs, days: plan.days }
      const due = device.state === 'active' ? judgeDue(facts, now.getTime()) : null
      return { ...device, ...plan, classVersion: version, items, due }
    })
    return { store: called, person: { ...person, trained: await isTrained(rows, person.id, now) }, devices }
  })
}

const readDevices = (rows: ReadRows, storeId: number) =>
  rows<DeviceRow>(
    `select d.id as "deviceId", d.make, d.model, d.state, l.key as lane, d.lane_id as "laneId", ${epochMs('x.since')} as "stateSinceMs",
       ${epochMs('a.since')} as "placedSinceMs", d.serial as "listedSerial", t.serial as "toldSerial",
       array(select n.number from device_seal n where n.device_id = d.id and n.removed_at is null order by n.placed_at) as seals,
       ${epochMs('p.looked_at')} as "lastMs", ${photosOf('p.id')} as "lastPhotos"
     from device d join device_state x on x.device_id = d.id and x.until is null join device_place a on a.device_id = d.id and a.until is null
     left join lane l on l.id = d.lane_id left join terminal t on t.id = d.terminal_id
     left join lateral (${lastInspection(`i.id, ${lookedAt('i')} as looked_at`)}) p on true
     where d.store_id = $1::int4 and d.kind = 'terminal' and d.state in ('active', 'inactive', 'blocked') order by l.key nulls last, d.id`,
    storeId,
  )
