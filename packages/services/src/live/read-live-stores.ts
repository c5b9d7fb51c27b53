import type { StoresWithin } from '../permissions/stores-within.ts'
import { epochMs, type ReadRows } from '../read-rows.ts'
import { businessDayJoin } from '../stores/business-day-sql.ts'
import { scopeCondition, scopeValues } from '../stores/scope-condition.ts'
import type { LiveStore } from './live-snapshot.ts'

/** What is known of a store before its figures are added. */
export type LiveStoreHead = Omit<LiveStore, 'days' | 'minutes' | 'methods' | 'unknowns' | 'terminals' | 'agents'>

/** Stores open on their own business day, by id, after `afterId`. */
export async function readLiveStores(
  rows: ReadRows,
  page: { readonly within: StoresWithin; readonly nowMs: number; readonly afterId: number; readonly limit: number },
): Promise<LiveStoreHead[]> {
  return rows<LiveStoreHead>(
    `select s.id as "storeId", s.code, s.name, s.name_lang as "nameLang", s.country::text as country, s.region, s.city,
       s.currency::text as currency, hours.time_zone as "timeZone", r.rev::float8 as rev, ${epochMs('r.updated_at')} as "recordedAtMs",
       today.business_date::text as "businessDate", ${epochMs('today.starts')} as "dayStartMs", ${epochMs('today.ends')} as "dayEndMs"
     from store s
     join store_rev r on r.store_id = s.id
     ${businessDayJoin('$4')}
     where ${scopeCondition} and s.id > $5::int
       and s.opened_on <= today.business_date and (s.closed_on is null or s.closed_on >= today.business_date)
     order by s.id
     limit $6::int`,
    ...scopeValues(page.within),
    new Date(page.nowMs),
    page.afterId,
    page.limit,
  )
}
