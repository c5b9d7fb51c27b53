import { formatClock, type TimePlace } from '../../components/format/date-time.ts'
import { hardSpace } from '../../components/format/marks.ts'
import { formatSpan } from '../../components/format/span.ts'

/** `17:42:09.118`: milliseconds tell the order of messages. */
export function formatMoment(atMs: number, place: TimePlace): string {
  return `${formatClock(atMs, place)}.${String(Math.floor(atMs % 1_000)).padStart(3, '0')}`
}

/** The gap to the step before: `+13 ms`, `+20.7 s`, `+2 min`. */
export function formatGap(gapMs: number, locale: TimePlace['locale']): string {
  const words = locale === 'zh' ? { ms: '毫秒', s: '秒' } : { ms: 'ms', s: 's' }
  if (gapMs < 1_000) return `+${Math.max(0, Math.round(gapMs))}${hardSpace}${words.ms}`
  if (gapMs < 60_000) return `+${(Math.floor(gapMs / 100) / 10).toFixed(1)}${hardSpace}${words.s}`
  return `+${formatSpan(gapMs, locale)}`
}
