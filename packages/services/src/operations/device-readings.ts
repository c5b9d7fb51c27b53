import type { ServiceContext } from '../context.ts'
import type { Reading } from './judge-alerts.ts'

/** What a notice is about in a store: its code of ours, and what was found, `0417 not_selling`. */
export const unwellSubject = (storeCode: string, code: string): string => `${storeCode} ${code}`

interface Cause {
  readonly storeCode: string
  readonly code: string
  readonly subjects: number
}

/**
 * What people are told of devices: one cause a store, however many devices it makes unwell. Where the store itself is offline, what its
 * devices have besides is part of that. What is only worth knowing, and not worth being woken for, stays on the page.
 */
export async function deviceReadings({ pool }: Pick<ServiceContext, 'pool'>): Promise<Reading[]> {
  const { rows } = await pool.query<Cause>(
    `select s.code as "storeCode", f.code, count(*)::int4 as subjects from health_finding f join store s on s.id = f.store_id
     where f.until is null and f.severity <> 'notice' and (f.code = 'store_offline' or not exists (
       select from health_finding o where o.store_id = f.store_id and o.code = 'store_offline' and o.until is null))
     group by s.code, f.code order by s.code, f.code`,
  )
  const now: Reading[] = rows.map(({ storeCode, code, subjects }) =>
    code === 'store_offline'
      ? { rule: 'store_offline', subject: storeCode, value: 1 }
      : { rule: 'device_unwell', subject: unwellSubject(storeCode, code), value: subjects },
  )
  const bad = new Set(now.map(({ rule, subject }) => `${rule} ${subject}`))
  const { rows: open } = await pool.query<Pick<Reading, 'rule' | 'subject'>>(
    `select rule, subject from operations_alert where ended_at is null and rule in ('store_offline', 'device_unwell')`,
  )
  // What is not found any more is good, and not unseen.
  return [...now, ...open.filter(({ rule, subject }) => !bad.has(`${rule} ${subject}`)).map((was) => ({ ...was, value: 0 }))]
}
