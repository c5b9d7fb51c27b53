import type { ServiceContext } from '../context.ts'
import type { Reading } from '../operations/judge-alerts.ts'
import { wholeChain } from '../permissions/reach.ts'
import { cutScope } from '../permissions/stores-within.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { readInspectionWishes } from './device-plan.ts'
import { readPlans } from './read-plans.ts'
import { isInUse, lastInspection, readTasks } from './read-tasks.ts'

type Place = NonNullable<Reading['store']>
type StoreRow = Place & { readonly storeCode: string }

/** What an alert about one suspicious device is called: the store's code, which has no blank, and the device's number. */
export const suspiciousSubject = (storeCode: string, deviceId: number): string => `${storeCode} ${deviceId}`

/**
 * What people are told of inspections: a store with overdue ones is one cause, however many they are; each device whose last
 * inspection raised suspicion is one of its own, until somebody looked again or it is gone.
 */
export function inspectionReadings(ctx: Pick<ServiceContext, 'pool' | 'now'>): Promise<Reading[]> {
  return readTogether(ctx, async (rows) => {
    const now = [...(await readOverdue(rows, ctx.now().getTime())), ...(await readSuspicious(rows))]
    const bad = new Set(now.map(({ rule, subject }) => `${rule} ${subject}`))
    const open = await rows<Pick<Reading, 'rule' | 'subject'> & Place>(
      `select a.rule, a.subject, s.id as "storeId", s.country::text as country, s.region from operations_alert a join store s on s.id = a.store_id
       where a.ended_at is null and a.rule in ('inspection_overdue', 'inspection_suspicious')`,
    )
    // What is not found any more is good, and not unseen.
    const good = open
      .filter(({ rule, subject }) => !bad.has(`${rule} ${subject}`))
      .map(({ rule, subject, ...store }): Reading => ({ rule, subject, value: 0, store }))
    return [...now, ...good]
  })
}

async function readOverdue(rows: ReadRows, nowMs: number): Promise<Reading[]> {
  const plans = await readPlans(rows)
  const wishes = await readInspectionWishes(rows)
  // No interval is shorter than the shortest of a class, or what is said anywhere.
  const said = wishes.flatMap(({ setting, value }) => (setting === 'inspection.days' ? [Number(value)] : []))
  const leastDays = Math.min(...Object.values(plans).map(({ days }) => days), ...said)
  const tasks = await readTasks(rows, cutScope(wholeChain, wholeChain), { plans, nowMs, leastDays })
  const stores = new Map<string, { store: Place; value: number }>()
  for (const { state, storeCode, storeId, country, region } of tasks) {
    if (state !== 'overdue') continue
    const before = stores.get(storeCode)
    stores.set(storeCode, { store: { storeId, country, region }, value: (before?.value ?? 0) + 1 })
  }
  return [...stores].map(([subject, { store, value }]) => ({ rule: 'inspection_overdue', subject, value, store }))
}

async function readSuspicious(rows: ReadRows): Promise<Reading[]> {
  const found = await rows<StoreRow & { readonly deviceId: number }>(
    `select d.id as "deviceId", s.id as "storeId", s.code as "storeCode", s.country::text as country, s.region
     from device d join store s on s.id = d.store_id cross join lateral (${lastInspection('i.result')}) p
     where p.result = 'suspicious' and (d.state = 'blocked' or ${isInUse})`,
  )
  return found.map(({ deviceId, storeCode, ...store }) => ({
    rule: 'inspection_suspicious',
    subject: suspiciousSubject(storeCode, deviceId),
    value: 1,
    store,
  }))
}
