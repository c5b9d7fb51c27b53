import { type Locale, languageTags } from '../../i18n/locales.ts'
import { hardSpace, minus, narrowSpace } from './marks.ts'

/** 12,345 with the reader's grouping. */
export function formatCount(count: number, locale: Locale): string {
  return withSign(count, decimals(Math.abs(count), 0, locale), false)
}

/** A ratio of 1 as `89.2 %` (narrow no-break space), in Chinese `89.2%`. */
export function formatPercent(ratio: number, locale: Locale, fractionDigits = 1): string {
  return withSign(ratio, decimals(Math.abs(ratio) * 100, fractionDigits, locale), false) + percentSign(locale)
}

/** A relative change: −0.085 is `−8.5 %`, with U+2212, and a plus for a rise. */
export function formatDifference(ratio: number, locale: Locale, fractionDigits = 1): string {
  return withSign(ratio, decimals(Math.abs(ratio) * 100, fractionDigits, locale), true) + percentSign(locale)
}

/** A change between two percentages: 0.003 is `+0.3 pp`, in Chinese `+0.3 个百分点`. */
export function formatPoints(ratio: number, locale: Locale, fractionDigits = 1): string {
  const unit = locale === 'zh' ? '个百分点' : 'pp'
  return `${withSign(ratio, decimals(Math.abs(ratio) * 100, fractionDigits, locale), true)}${hardSpace}${unit}`
}

/** A plain change of a count: `+12`, `−3`, `0`. */
export function formatCountDifference(change: number, locale: Locale): string {
  return withSign(change, decimals(Math.abs(change), 0, locale), true)
}

function decimals(value: number, fractionDigits: number, locale: Locale): string {
  return new Intl.NumberFormat(languageTags[locale], {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  }).format(value)
}

/** What rounds to nothing has no sign: "−0.0 %" would claim a fall. */
function withSign(value: number, digits: string, plus: boolean): string {
  if (!/[1-9]/.test(digits)) return digits
  if (value < 0) return minus + digits
  return plus ? `+${digits}` : digits
}

/** With the narrow space before it that the language asks for. */
export function percentSign(locale: Locale): string {
  return locale === 'zh' ? '%' : `${narrowSpace}%`
}
