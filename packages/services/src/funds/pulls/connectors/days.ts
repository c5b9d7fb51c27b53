const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** China has kept one time, and no summer time, since 1991. */
const BEIJING_MS = 8 * HOUR_MS
/** WeChat Pay and Alipay both say: ask from 10:00 of the next day on. */
const READY_MS = 10 * HOUR_MS
/** WeChat Pay keeps bills for three months, the shortest of which have 89 days; the day is asked for while it is surely there. */
export const KEPT_DAYS = 88

const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10)

/** The day before this one in Beijing. */
export const dayBefore = (now: Date): string => dayOf(now.getTime() + BEIJING_MS - DAY_MS)

/** The first day that is not too old to be asked for. */
export const firstKeptDay = (now: Date): string => dayOf(now.getTime() + BEIJING_MS - KEPT_DAYS * DAY_MS)

/** The days in Beijing whose bills should be ready now, the oldest first. */
export function readyDays(now: Date, fromDay: string): readonly string[] {
  const last = dayOf(now.getTime() + BEIJING_MS - READY_MS - DAY_MS)
  const first = firstKeptDay(now)
  const days: string[] = []
  for (let at = Date.parse(fromDay > first ? fromDay : first); dayOf(at) <= last; at += DAY_MS) days.push(dayOf(at))
  return days
}
