import { formatDay, formatHourMinute, type TimePlace } from './date-time.ts'
import { hardSpace } from './marks.ts'
import { formatSpan } from './span.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** `1 s`, `6 min`, then a clock time, then the day as well; in Chinese `1 秒前`. */
export function formatAge(sinceMs: number, nowMs: number, place: TimePlace): string {
  const ageMs = Math.max(0, nowMs - sinceMs)
  if (ageMs < hourMs) return formatSpan(ageMs, place.locale) + (place.locale === 'zh' ? '前' : '')
  if (ageMs < dayMs) return formatHourMinute(sinceMs, place)
  return formatDay(sinceMs, place, nowMs) + hardSpace + formatHourMinute(sinceMs, place)
}

export interface FreshnessLimits {
  readonly freshMs: number
  readonly staleMs: number
}

export const liveFreshness: FreshnessLimits = { freshMs: 5_000, staleMs: 30_000 }

export type Freshness = 'fresh' | 'ageing' | 'stale'

export function freshnessOf(sinceMs: number, nowMs: number, limits: FreshnessLimits): Freshness {
  const ageMs = nowMs - sinceMs
  if (ageMs >= limits.staleMs) return 'stale'
  return ageMs <= limits.freshMs ? 'fresh' : 'ageing'
}
