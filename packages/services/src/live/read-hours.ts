import type { StoresWithin } from '../permissions/stores-within.ts'
import { epochMs, type ReadRows } from '../read-rows.ts'
import { businessDayJoin } from '../stores/business-day-sql.ts'
import { scopeCondition, scopeValues } from '../stores/scope-condition.ts'
import type { HourSums, LiveComparison, SpanSums } from './live-comparison.ts'
import { dateOrNull, recordedBy } from './recorded-by.ts'

export interface HoursSpan {
  readonly within: StoresWithin
  readonly nowMs: number
  readonly fromMs: number
  readonly toMs: number
  /** Only what was recorded before this full minute; null for everything. */
  readonly recordedBeforeMs: number | null
}

const hour = (column: string): string => epochMs(`date_bin('1 hour', ${column}, timestamptz '2000-01-01 00:00:00+00')`)

/** int8 sums as numeric are slow; whole numbers below 2^53 are exact as float8 too. */
const sums = `sum(m.sales_minor::float8) as "salesMinor", sum(m.approved)::float8 as approved, sum(m.declined)::float8 as declined,
  sum(m.cancelled)::float8 as cancelled`

/** Each hour of the span as it was recorded. */
export function readHours(rows: ReadRows, { within, fromMs, toMs, recordedBeforeMs }: HoursSpan): Promise<HourSums[]> {
  return rows<HourSums>(
    `select ${hour('m.minute')} as "hourMs", m.currency::text as currency, ${sums}
     from sales_minute m join store s on s.id = m.store_id
     where ${scopeCondition} and m.minute >= $4::timestamptz and m.minute < $5::timestamptz and ${recordedBy('$6')}
     group by 1, m.currency order by 1, 2`,
    ...scopeValues(within),
    new Date(fromMs),
    new Date(toMs),
    dateOrNull(recordedBeforeMs),
  )
}

/**
 * Stores with what is last week to them: `ahead` is how far its minutes move to lie over this week's, by the store's clock
 * now ($4) and seven days before.
 */
const lastWeekPlaces = `
  place as materialized (
    select s.id, today.business_date - 7 as business_date, today.starts,
      $4::timestamptz - (($4::timestamptz at time zone hours.time_zone - interval '7 days') at time zone hours.time_zone) as ahead
    from store s ${businessDayJoin('$4')} where ${scopeCondition}
  )`

interface LastWeekHour extends HourSums {
  /** Of the business day that is compared with today's. */
  readonly sameDay: boolean
}

/** Last week's hours from the day's beginning, or the span's if that is earlier, moved to this week. */
export function readLastWeekHours(
  rows: ReadRows,
  { within, nowMs, fromMs, toMs, recordedBeforeMs }: HoursSpan,
): Promise<LastWeekHour[]> {
  return rows<LastWeekHour>(
    `with ${lastWeekPlaces}
     select ${hour('m.minute + p.ahead')} as "hourMs", m.currency::text as currency, m.business_date = p.business_date as "sameDay", ${sums}
     from sales_minute m join place p on p.id = m.store_id
     where m.minute >= (select min(least(starts, $5::timestamptz) - ahead) from place)
       and m.minute < (select max($6::timestamptz - ahead) from place) and ${recordedBy('$7')}
     group by 1, m.currency, 3 order by 1, 2, 3`,
    ...scopeValues(within),
    new Date(nowMs),
    new Date(fromMs),
    new Date(toMs),
    dateOrNull(recordedBeforeMs),
  )
}

export interface RecentSpans {
  readonly hourMs: number
  readonly rateFromMs: number
  readonly paceFromMs: number
  /** Rate and pace end with the last full minute. */
  readonly minuteMs: number
}

type Recent = 'hourSoFar' | 'sameDayHour' | 'rateWindow' | 'paceWindow'
type RecentRow = { readonly currency: string } & { readonly [Name in Recent]: readonly [number, number, number, number] }

/** Which of last week's minutes, moved to this week as `at`, belong to each span. */
const recentConditions: Readonly<Record<Recent, string>> = {
  hourSoFar: 'at >= $5::timestamptz and at < $4::timestamptz',
  sameDayHour: 'same_day and at >= $5::timestamptz and at < $4::timestamptz',
  rateWindow: 'at >= $6::timestamptz and at < $8::timestamptz',
  paceWindow: 'at >= $7::timestamptz and at < $8::timestamptz',
}

function recentColumn(name: Recent): string {
  const sum = (column: string) => `coalesce(sum(${column}) filter (where ${recentConditions[name]}), 0)`
  return `array[${sum('sales_minor::float8')}, ${sum('approved')}, ${sum('declined')}, ${sum('cancelled')}]::float8[] as "${name}"`
}

/** Last week's sums around now: the running hour (and its part of the compared day), the window of the rate, that of the pace. */
export async function readLastWeekRecent(
  rows: ReadRows,
  { within, nowMs, recordedBeforeMs }: HoursSpan,
  { hourMs, rateFromMs, paceFromMs, minuteMs }: RecentSpans,
): Promise<Readonly<Record<Recent, SpanSums[]>>> {
  const found = await rows<RecentRow>(
    `with ${lastWeekPlaces}, minutes as (
       select m.*, m.minute + p.ahead as at, m.business_date = p.business_date as same_day
       from sales_minute m join place p on p.id = m.store_id
       where m.minute >= (select min(least($5::timestamptz, $6::timestamptz) - ahead) from place)
         and m.minute < (select max($4::timestamptz - ahead) from place) and ${recordedBy('$9')}
     )
     select currency::text as currency, ${(Object.keys(recentConditions) as Recent[]).map(recentColumn).join(', ')}
     from minutes group by currency order by 1`,
    ...scopeValues(within),
    ...[nowMs, hourMs, rateFromMs, paceFromMs, minuteMs].map((ms) => new Date(ms)),
    dateOrNull(recordedBeforeMs),
  )
  const spans = (name: Recent): SpanSums[] =>
    addSpans(
      found.map((row) => {
        const [salesMinor, approved, declined, cancelled] = row[name]
        return { currency: row.currency, salesMinor, approved, declined, cancelled }
      }),
    )
  return {
    hourSoFar: spans('hourSoFar'),
    sameDayHour: spans('sameDayHour'),
    rateWindow: spans('rateWindow'),
    paceWindow: spans('paceWindow'),
  }
}

/** Adds up rows of the same currency; currencies without a sale or an attempt are left out. */
export function addSpans(spans: readonly SpanSums[]): SpanSums[] {
  return [...Map.groupBy(spans, (span) => span.currency)]
    .map(([currency, of]): SpanSums => {
      const total = (countOf: (span: SpanSums) => number) => of.reduce((sum, span) => sum + countOf(span), 0)
      return {
        currency,
        salesMinor: total((span) => span.salesMinor),
        approved: total((span) => span.approved),
        declined: total((span) => span.declined),
        cancelled: total((span) => span.cancelled),
      }
    })
    .filter((sum) => sum.salesMinor !== 0 || sum.approved + sum.declined + sum.cancelled > 0)
}

/** Methods of the same business day last week. */
export function readLastWeekMethods(
  rows: ReadRows,
  { within, nowMs, recordedBeforeMs }: HoursSpan,
): Promise<LiveComparison['lastWeekMethods'][number][]> {
  // The sums by day tell no recorded time; those by minute do, and cost more to add up.
  const days =
    recordedBeforeMs === null
      ? 'join sales_day d on d.store_id = s.id and d.business_date = today.business_date - 7 and $5::timestamptz is null'
      : `join sales_minute d on d.store_id = s.id and d.business_date = today.business_date - 7
           and d.minute >= today.starts - interval '8 days' and d.minute < today.ends - interval '6 days'
           and d.recorded_minute < $5::timestamptz`
  return rows(
    `select d.currency::text as currency, d.scheme, d.funding, nullif(d.wallet, '') as wallet, sum(d.sales_minor)::float8 as "salesMinor"
     from store s
     ${businessDayJoin('$4')}
     ${days}
     where ${scopeCondition}
     group by d.currency, d.scheme, d.funding, d.wallet order by 1, 2, 3, 4`,
    ...scopeValues(within),
    new Date(nowMs),
    dateOrNull(recordedBeforeMs),
  )
}
