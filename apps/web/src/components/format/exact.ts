import { type Locale, languageTags } from '../../i18n/locales.ts'
import { minus } from './marks.ts'

/** An exact decimal in major units with all of its digits, two at least: a fee of 0.00168 is not 0.00. */
export function formatExact(amount: string, locale: Locale, least = 2): string {
  const fraction = (amount.split('.')[1] ?? '').replace(/0+$/, '').length
  const digits = Math.max(least, fraction)
  const format = new Intl.NumberFormat(languageTags[locale], { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return (amount.startsWith('-') ? minus : '') + format.format(amount.replace(/^-/, '') as `${number}`)
}
