import type { ServiceContext } from '../context.ts'
import type { Reading } from './judge-alerts.ts'

/** What a notice is about in a store: its code of ours, and what was found, `0417 not_selling`. */
export const unwellSubject = (storeCode: string, code: string): string => `${storeCode} ${code}`

type Place = NonNullable<Reading['store']>

interface Cause extends Place {
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
    `select s.code as "storeCode", s.id as "storeId", s.country::text as country, s.region, f.code, count(*)::int4 as subjects
     from health_finding f join store s on s.id = f.store_id
     where f.until is null and f.severity <> 'notice' and (f.code = 'store_offline' or not exists (
       select from health_finding o where o.store_id = f.store_id and o.code = 'store_offline' and o.until is null))
     group by s.id, f.code order by s.code, f.code`,
  )
  const now = rows.map(({ storeCode, code, subjects, storeId, country, region }): Reading => {
    const store = { storeId, country, region }
    return code === 'store_offline'
      ? { rule: 'store_offline', subject: storeCode, value: 1, store }
      : { rule: 'device_unwell', subject: unwellSubject(storeCode, code), value: subjects, store }
  })
  const bad = new Set(now.map(({ rule, subject }) => `${rule} ${subject}`))
  // One that the release before raised has no store of its own.
  const { rows: open } = await pool.query<Pick<Reading, 'rule' | 'subject'> & { [Part in keyof Place]: Place[Part] | null }>(
    `select a.rule, a.subject, s.id as "storeId", s.country::text as country, s.region from operations_alert a
       left join store s on case when a.store_id is null then s.code = split_part(a.subject, ' ', 1) else s.id = a.store_id end
     where a.ended_at is null and a.rule in ('store_offline', 'device_unwell')`,
  )
  // What is not found any more is good, and not unseen.
  return [
    ...now,
    ...open
      .filter(({ rule, subject }) => !bad.has(`${rule} ${subject}`))
      .map(({ rule, subject, storeId, country, region }): Reading => {
        const store = storeId === null || country === null || region === null ? undefined : { storeId, country, region }
        return { rule, subject, value: 0, store }
      }),
  ]
}
