import type { Locale } from '../../i18n/locales.ts'
import { hardSpace } from './marks.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** How long: `45 s`, `45 min`, `11 h 32`, `1 day`; in Chinese `45 秒`, `45 分钟`, `11 小时 32 分`, `1 天`. */
export function formatSpan(spanMs: number, locale: Locale): string {
  const span = Math.max(0, spanMs)
  const words = locale === 'zh' ? chinese : english
  if (span < minuteMs) return words.seconds(Math.floor(span / secondMs))
  if (span < hourMs) return words.minutes(Math.floor(span / minuteMs))
  if (span < dayMs) return words.hours(Math.floor(span / hourMs), Math.floor((span % hourMs) / minuteMs))
  return words.days(Math.floor(span / dayMs))
}

const join = (...parts: readonly (string | number)[]) => parts.join(hardSpace)

const english = {
  seconds: (seconds: number) => join(seconds, 's'),
  minutes: (minutes: number) => join(minutes, 'min'),
  hours: (hours: number, minutes: number) =>
    minutes === 0 ? join(hours, 'h') : join(hours, 'h', String(minutes).padStart(2, '0')),
  days: (days: number) => join(days, days === 1 ? 'day' : 'days'),
}

const chinese = {
  seconds: (seconds: number) => join(seconds, '秒'),
  minutes: (minutes: number) => join(minutes, '分钟'),
  hours: (hours: number, minutes: number) => (minutes === 0 ? join(hours, '小时') : join(hours, '小时', minutes, '分')),
  days: (days: number) => join(days, '天'),
}
