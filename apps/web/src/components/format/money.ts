import { type Locale, languageTags } from '../../i18n/locales.ts'
import { hardSpace, minus } from './marks.ts'
import { minorToDecimal, minorUnitExponent } from './minor-units.ts'

export interface Money {
  readonly amountMinor: number | bigint
  readonly currency: string
}

const ownCurrency: Readonly<Record<Locale, string | null>> = { en: null, zh: 'CNY' }

/** An amount by itself, to the last minor unit: `€118,440.12`, `¥915,944.82`, abroad in Chinese `EUR 118,440.12`. */
export function formatMoney(money: Money, locale: Locale): string {
  const exponent = minorUnitExponent(money.currency)
  return withCurrency(signOf(money), digitsOf(money, exponent, locale), money.currency, locale)
}

/** For tables where currencies mix: the code is drawn in a lighter ink before the amount. */
export function formatMoneyParts(money: Money, locale: Locale): { readonly code: string; readonly amount: string } {
  return { code: money.currency, amount: signOf(money) + digitsOf(money, minorUnitExponent(money.currency), locale) }
}

/** A headline figure without minor units: `€9,792,824`; in Chinese from ten thousand `¥11,819.8 万`, from 10⁸ `¥6.64 亿`. */
export function formatMoneyLarge(money: Money, locale: Locale): string {
  const { digits, unit } = shorten(Math.abs(majorOf(money)), locale === 'zh' ? 'chinese' : 'none', locale)
  return withCurrency(signOf(money), digits, money.currency, locale) + (unit ? hardSpace + unit : '')
}

/** The same where a row or a head names the currency: `14,724,263`, `1,472.4 万`. */
export function formatAmountLarge(money: Money, locale: Locale): string {
  const { digits, unit } = shorten(Math.abs(majorOf(money)), locale === 'zh' ? 'chinese' : 'none', locale)
  return signOf(money) + digits + (unit ? hardSpace + unit : '')
}

/** A chart's tick: `€300k`, `€1.2M`; in Chinese the unit only, `200 万`. */
export function formatMoneyTick(money: Money, locale: Locale): string {
  const sign = signOf(money)
  if (locale === 'zh') {
    const { digits, unit } = shorten(Math.abs(majorOf(money)), 'chinese-tick', locale)
    return sign + digits + (unit ? hardSpace + unit : '')
  }
  const { digits, unit } = shorten(Math.abs(majorOf(money)), 'short', locale)
  return withCurrency(sign, digits + unit, money.currency, locale)
}

type Shortening = 'none' | 'short' | 'chinese' | 'chinese-tick'

function shorten(major: number, how: Shortening, locale: Locale): { readonly digits: string; readonly unit: string } {
  const format = (value: number, least: number, most: number) =>
    new Intl.NumberFormat(languageTags[locale], { minimumFractionDigits: least, maximumFractionDigits: most }).format(value)
  switch (how) {
    case 'none':
      return { digits: format(major, 0, 0), unit: '' }
    case 'short':
      if (major >= 999_500) return { digits: format(major / 1e6, 0, 1), unit: 'M' }
      if (major >= 1_000) return { digits: format(major / 1e3, 0, 1), unit: 'k' }
      return { digits: format(major, 0, fewTickDigits(major)), unit: '' }
    case 'chinese':
      if (major >= 1e8) return { digits: format(major / 1e8, 2, 2), unit: '亿' }
      if (major >= 1e4) return { digits: format(major / 1e4, 1, 1), unit: '万' }
      return { digits: format(major, 0, 0), unit: '' }
    case 'chinese-tick':
      if (major >= 1e8) return { digits: format(major / 1e8, 0, 2), unit: '亿' }
      if (major >= 1e4) return { digits: format(major / 1e4, 0, 1), unit: '万' }
      return { digits: format(major, 0, fewTickDigits(major)), unit: '' }
  }
}

/** Ticks of small sums stand less than a unit apart: rounded they would say the same twice. */
const fewTickDigits = (major: number): number => (major < 10 ? 2 : 0)

function withCurrency(sign: string, digits: string, currency: string, locale: Locale): string {
  const own = ownCurrency[locale]
  if (own !== null && currency !== own) return `${sign}${currency}${hardSpace}${digits}`
  const symbol = currencySymbol(currency, locale)
  return /^[A-Z]{3}$/.test(symbol) ? `${sign}${symbol}${hardSpace}${digits}` : `${sign}${symbol}${digits}`
}

function currencySymbol(currency: string, locale: Locale): string {
  const parts = new Intl.NumberFormat(languageTags[locale], { style: 'currency', currency }).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}

function digitsOf(money: Money, exponent: number, locale: Locale): string {
  const amount = BigInt(money.amountMinor)
  const decimal = minorToDecimal(amount < 0n ? -amount : amount, exponent)
  return new Intl.NumberFormat(languageTags[locale], { minimumFractionDigits: exponent, maximumFractionDigits: exponent }).format(
    decimal,
  )
}

function signOf(money: Money): string {
  return money.amountMinor < 0 ? minus : ''
}

/** Rounded figures only; exact amounts never come through here. */
function majorOf(money: Money): number {
  return Number(minorToDecimal(money.amountMinor, minorUnitExponent(money.currency)))
}
