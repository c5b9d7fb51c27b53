import { InstantMs, RowId } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { readTogether } from '../read-rows.ts'
import { businessDayJoin } from '../stores/business-day-sql.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { asOfMinute } from './as-of-minute.ts'
import { dateOrNull, recordedBy } from './recorded-by.ts'

export const StorePatternsInput = z.strictObject({
  storeIds: z.array(RowId).max(60),
  /** As it was then, ms, cut to its minute; left out: as it is now. */
  asOfMs: InstantMs.optional(),
})
export type StorePatternsInput = z.infer<typeof StorePatternsInput>

/** One store's business day in its own currency, hour by hour from its beginning; minor units. */
export interface StorePattern {
  readonly storeId: number
  /** As many as have begun. */
  readonly today: readonly number[]
  /** The whole day a week ago; null when nothing was sold that day. */
  readonly lastWeek: readonly number[] | null
  /** Last week's sum up to the same time of the store's clock. */
  readonly lastWeekSoFarMinor: number | null
}

interface PatternRecord {
  readonly store_id: number
  readonly hours_begun: number
  readonly hours: number
  readonly day: 'today' | 'last_week'
  readonly hour: number
  readonly sales: number
  readonly so_far: number
}

/** Today's and last week's course of up to 60 stores. Throws `invalid` for `asOfMs` in the future. */
export async function getStorePatterns(
  ctx: ServiceContext,
  { storeIds, asOfMs: asked }: StorePatternsInput,
): Promise<StorePattern[]> {
  const recordedBeforeMs = asked === undefined ? null : asOfMinute(ctx, asked)
  const found = await readTogether(ctx, (rows) =>
    rows<PatternRecord>(
      `with day as (
         select s.id as store_id, s.currency, today.*, hours.time_zone,
           ceil(extract(epoch from $2::timestamptz - today.starts) / 3600)::int as hours_begun,
           (extract(epoch from today.ends - today.starts) / 3600)::int as hours
         from store s ${businessDayJoin('$2')}
         where s.id = any($1::int[]) and ${scopeConditionAt(4)}
       ), minutes as (
         select day.store_id, 'today' as day, m.minute as at, m.sales_minor from day
         join sales_minute m on m.store_id = day.store_id and m.currency = day.currency and m.minute >= day.starts
           and m.business_date = day.business_date and ${recordedBy('$3')}
         union all
         select day.store_id, 'last_week', (m.minute at time zone day.time_zone + interval '7 days') at time zone day.time_zone, m.sales_minor from day
         join sales_minute m on m.store_id = day.store_id and m.currency = day.currency
           and m.minute >= day.starts - interval '7 days 2 hours' and m.minute < day.ends - interval '7 days' + interval '2 hours'
           and m.business_date = day.business_date - 7 and ${recordedBy('$3')}
       )
       select day.store_id, day.hours_begun, day.hours, m.day, floor(extract(epoch from m.at - day.starts) / 3600)::int as hour,
         sum(m.sales_minor)::float8 as sales,
         coalesce(sum(m.sales_minor) filter (where m.at < $2::timestamptz), 0)::float8 as so_far
       from day join minutes m on m.store_id = day.store_id
       group by 1, 2, 3, 4, 5`,
      storeIds,
      recordedBeforeMs === null ? ctx.now() : new Date(recordedBeforeMs),
      dateOrNull(recordedBeforeMs),
      ...scopeValues(storesWithin(ctx, { kind: 'chain' })),
    ),
  )
  const byStore = Map.groupBy(found, (row) => row.store_id)
  return storeIds.map((storeId) => toPattern(storeId, byStore.get(storeId) ?? []))
}

function toPattern(storeId: number, rows: readonly PatternRecord[]): StorePattern {
  const lastWeek = rows.filter((row) => row.day === 'last_week')
  return {
    storeId,
    today: spread(
      rows.filter((row) => row.day === 'today'),
      rows[0]?.hours_begun ?? 0,
    ),
    lastWeek: lastWeek.length === 0 ? null : spread(lastWeek, rows[0]?.hours ?? 24),
    lastWeekSoFarMinor: lastWeek.length === 0 ? null : lastWeek.reduce((sum, row) => sum + row.so_far, 0),
  }
}

/** Hours outside the day (a day of 25 hours laid over one of 24) count to its first or last one. */
function spread(rows: readonly PatternRecord[], hours: number): number[] {
  const sums = new Array<number>(hours).fill(0)
  for (const row of rows) {
    const hour = Math.min(Math.max(row.hour, 0), hours - 1)
    sums[hour] = (sums[hour] ?? 0) + row.sales
  }
  return sums
}
