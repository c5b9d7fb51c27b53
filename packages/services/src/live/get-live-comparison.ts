import { InstantMs, WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { readTogether } from '../read-rows.ts'
import { asOfMinute } from './as-of-minute.ts'
import type { HourSums, LiveComparison } from './live-comparison.ts'
import { addSpans, readHours, readLastWeekHours, readLastWeekMethods, readLastWeekRecent } from './read-hours.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const HOURS_BACK = 15
const HOURS_AHEAD = 8
const RATE_WINDOW_MS = 15 * MINUTE_MS
const PACE_WINDOW_MS = 5 * MINUTE_MS

export const LiveComparisonInput = z.strictObject({
  scope: WatchScope,
  /** As it was then, ms, cut to its minute; left out: as it is now. */
  asOfMs: InstantMs.optional(),
})
export type LiveComparisonInput = z.infer<typeof LiveComparisonInput>

/**
 * The scope's sales by hour around now, and what the same hours were a week ago. "A week ago" is the same time on each
 * store's own clock, so that a change to summer time does not compare noon with one o'clock. Throws `invalid` for `asOfMs` in
 * the future.
 */
export async function getLiveComparison(
  ctx: ServiceContext,
  { scope, asOfMs: asked }: LiveComparisonInput,
): Promise<LiveComparison> {
  const recordedBeforeMs = asked === undefined ? null : asOfMinute(ctx, asked)
  const nowMs = recordedBeforeMs ?? ctx.now().getTime()
  const hourMs = nowMs - (nowMs % HOUR_MS)
  const minuteMs = nowMs - (nowMs % MINUTE_MS)
  const span = {
    within: storesWithin(ctx, scope),
    nowMs,
    fromMs: hourMs - HOURS_BACK * HOUR_MS,
    toMs: hourMs + (HOURS_AHEAD + 1) * HOUR_MS,
    recordedBeforeMs,
  }
  return readTogether(ctx, async (rows) => {
    const hours = await readHours(rows, span)
    const lastWeekHours = await readLastWeekHours(rows, span)
    const { sameDayHour, ...recent } = await readLastWeekRecent(rows, span, {
      hourMs,
      minuteMs,
      rateFromMs: minuteMs - RATE_WINDOW_MS,
      paceFromMs: minuteMs - PACE_WINDOW_MS,
    })
    const before = lastWeekHours.filter((hour) => hour.sameDay && hour.hourMs < hourMs)
    return {
      takenAtMs: nowMs,
      fromMs: span.fromMs,
      toMs: span.toMs,
      hours,
      lastWeekHours: joinDays(lastWeekHours.filter((hour) => hour.hourMs >= span.fromMs && hour.hourMs < span.toMs)),
      lastWeek: { ...recent, daySoFar: addSpans([...before, ...sameDayHour]) },
      lastWeekMethods: await readLastWeekMethods(rows, span),
    }
  })
}

/** An hour in which a business day turned comes in two parts. */
function joinDays(hours: readonly HourSums[]): HourSums[] {
  return [...Map.groupBy(hours, (hour) => hour.hourMs)].flatMap(([hourMs, of]) =>
    addSpans(of).map((sums) => ({ hourMs, ...sums })),
  )
}
