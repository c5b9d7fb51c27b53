import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { epochMs, type ReadRows, readTogether } from '../read-rows.ts'
import { businessDayJoin } from '../stores/business-day-sql.ts'
import { findStoresInScope } from '../stores/find-stores-in-scope.ts'

const HOUR_MS = 3_600_000
const HOURS_BACK = 15
const HOURS_AHEAD = 8
const RATE_WINDOW_MS = 15 * 60_000
const PACE_WINDOW_MS = 5 * 60_000

export const LiveScopeInput = z.strictObject({ scope: WatchScope })
export type LiveScopeInput = z.infer<typeof LiveScopeInput>

/** Sums of one currency over some span. */
export interface SpanSums {
  readonly currency: string
  readonly salesMinor: number
  readonly approved: number
  readonly declined: number
  readonly cancelled: number
}

export interface HourSums extends SpanSums {
  /** When the hour began, ms; for last week moved ahead by seven days of the store's own clock. */
  readonly hourMs: number
}

export interface LiveComparison {
  readonly takenAtMs: number
  readonly fromMs: number
  readonly toMs: number
  readonly hours: readonly HourSums[]
  readonly lastWeekHours: readonly HourSums[]
  /** Seven days before now: the running hour so far, the last 15 minutes, the last 5 full minutes, the day so far. */
  readonly lastWeek: {
    readonly hourSoFar: readonly SpanSums[]
    readonly rateWindow: readonly SpanSums[]
    readonly paceWindow: readonly SpanSums[]
    readonly daySoFar: readonly SpanSums[]
  }
  /** Share of each method in sales and approvals of the same business day last week, whole day. */
  readonly lastWeekMethods: readonly {
    readonly currency: string
    readonly scheme: string
    readonly funding: string
    readonly wallet: string | null
    readonly salesMinor: number
  }[]
}

/**
 * The scope's sales by hour around now, and what the same hours were a week ago. "A week ago" is the same time on each
 * store's own clock, so that a change to summer time does not compare noon with one o'clock.
 */
export async function getLiveComparison(ctx: ServiceContext, { scope }: LiveScopeInput): Promise<LiveComparison> {
  const nowMs = ctx.now().getTime()
  const hourMs = nowMs - (nowMs % HOUR_MS)
  const fromMs = hourMs - HOURS_BACK * HOUR_MS
  const toMs = hourMs + (HOURS_AHEAD + 1) * HOUR_MS
  return readTogether(ctx, async (rows) => {
    const storeIds = await findStoresInScope(rows, scope)
    const span = (from: number, to: number) => readLastWeekSpan(rows, storeIds, from, to)
    const minuteMs = nowMs - (nowMs % 60_000)
    return {
      takenAtMs: nowMs,
      fromMs,
      toMs,
      hours: await readHours(rows, storeIds, fromMs, toMs),
      lastWeekHours: await readLastWeekHours(rows, storeIds, fromMs, toMs),
      lastWeek: {
        hourSoFar: await span(hourMs, nowMs),
        rateWindow: await span(minuteMs - RATE_WINDOW_MS, minuteMs),
        paceWindow: await span(minuteMs - PACE_WINDOW_MS, minuteMs),
        daySoFar: await readLastWeekDaySoFar(rows, storeIds, nowMs),
      },
      lastWeekMethods: await readLastWeekMethods(rows, storeIds, nowMs),
    }
  })
}

const sums = `currency::text as currency, sum(sales_minor)::float8 as "salesMinor", sum(approved)::float8 as approved,
  sum(declined)::float8 as declined, sum(cancelled)::float8 as cancelled`

/** `sales_minute` of a week ago with `at`: the same clock time this week, in the store's zone. */
const lastWeekMinutes = `
  select m.*, (m.minute at time zone hours.time_zone + interval '7 days') at time zone hours.time_zone as at
  from store s
  ${businessDayJoin('$3')}
  join sales_minute m on m.store_id = s.id
    and m.minute >= $2::timestamptz - interval '7 days 2 hours' and m.minute < $3::timestamptz - interval '7 days' + interval '2 hours'
  where s.id = any($1::int[])`

const hour = (column: string): string => epochMs(`date_bin('1 hour', ${column}, timestamptz '2000-01-01 00:00:00+00')`)

function readHours(rows: ReadRows, storeIds: readonly number[], fromMs: number, toMs: number): Promise<HourSums[]> {
  return rows<HourSums>(
    `select ${hour('minute')} as "hourMs", ${sums} from sales_minute
     where store_id = any($1::int[]) and minute >= $2::timestamptz and minute < $3::timestamptz
     group by 1, currency order by 1, 2`,
    storeIds,
    new Date(fromMs),
    new Date(toMs),
  )
}

function readLastWeekHours(rows: ReadRows, storeIds: readonly number[], fromMs: number, toMs: number): Promise<HourSums[]> {
  return rows<HourSums>(
    `select ${hour('at')} as "hourMs", ${sums} from (${lastWeekMinutes}) m
     where at >= $2::timestamptz and at < $3::timestamptz group by 1, currency order by 1, 2`,
    storeIds,
    new Date(fromMs),
    new Date(toMs),
  )
}

function readLastWeekSpan(rows: ReadRows, storeIds: readonly number[], fromMs: number, toMs: number): Promise<SpanSums[]> {
  return rows<SpanSums>(
    `select ${sums} from (${lastWeekMinutes}) m where at >= $2::timestamptz and at < $3::timestamptz group by currency order by 1`,
    storeIds,
    new Date(fromMs),
    new Date(toMs),
  )
}

/** Each store's business day of last week up to the same time of its clock. */
function readLastWeekDaySoFar(rows: ReadRows, storeIds: readonly number[], nowMs: number): Promise<SpanSums[]> {
  return rows<SpanSums>(
    `select ${sums} from (
       select m.* from store s
       ${businessDayJoin('$2')}
       join sales_minute m on m.store_id = s.id and m.business_date = today.business_date - 7
         and m.minute >= today.starts - interval '7 days 2 hours' and m.minute < $2::timestamptz - interval '7 days' + interval '2 hours'
         and m.minute < ($2::timestamptz at time zone hours.time_zone - interval '7 days') at time zone hours.time_zone
       where s.id = any($1::int[])
     ) m group by currency order by 1`,
    storeIds,
    new Date(nowMs),
  )
}

async function readLastWeekMethods(
  rows: ReadRows,
  storeIds: readonly number[],
  nowMs: number,
): Promise<LiveComparison['lastWeekMethods']> {
  return rows(
    `select d.currency::text as currency, d.scheme, d.funding, nullif(d.wallet, '') as wallet, sum(d.sales_minor)::float8 as "salesMinor"
     from store s
     ${businessDayJoin('$2')}
     join sales_day d on d.store_id = s.id and d.business_date = today.business_date - 7
     where s.id = any($1::int[])
     group by d.currency, d.scheme, d.funding, d.wallet order by 1, 2, 3, 4`,
    storeIds,
    new Date(nowMs),
  )
}
