import { minorUnitExponent } from '@counterfoil/protocol/currency-exponents'
import type { Language } from './words.ts'

/** Figures and times as one language writes them, in this machine's zone. */
export interface Format {
  /** e.g. `29 Nov, 14:32:08`. */
  time(ms: number): string
  /** e.g. `14:32:08`. */
  clock(ms: number): string
  /** e.g. `EUR 1.00`; yuan in Chinese `¥1.00`. */
  money(amountMinor: number, currency: string): string
  count(value: number): string
  /** Whole megabytes. */
  megabytes(bytes: number): string
  /** In the largest whole unit. */
  span(ms: number): string
  /** e.g. `Europe/Berlin`. */
  readonly zone: string
}

const MB = 1024 * 1024
const UNITS = {
  en: { second: 's', minute: 'min', hour: 'h', days: 'days' },
  zh: { second: '秒', minute: '分钟', hour: '小时', days: '天' },
} as const

export function createFormat(language: Language): Format {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
  const time = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', ...clock })
  const clockOnly = new Intl.DateTimeFormat(locale, clock)
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const unit = UNITS[language]
  return {
    zone: time.resolvedOptions().timeZone,
    time: (ms) => time.format(ms),
    clock: (ms) => clockOnly.format(ms),
    count: (value) => whole.format(value),
    megabytes: (bytes) => whole.format(Math.floor(bytes / MB)),
    money(amountMinor, currency) {
      const digits = minorUnitExponent(currency)
      const figure = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
      const amount = figure.format(amountMinor / 10 ** digits)
      return language === 'zh' && currency === 'CNY' ? `¥${amount}` : `${currency}\u00a0${amount}`
    },
    span(ms) {
      const seconds = Math.max(0, Math.floor(ms / 1_000))
      if (seconds < 60) return `${seconds}\u00a0${unit.second}`
      if (seconds < 3_600) return `${Math.floor(seconds / 60)}\u00a0${unit.minute}`
      if (seconds < 172_800) return `${Math.floor(seconds / 3_600)}\u00a0${unit.hour}`
      return `${Math.floor(seconds / 86_400)}\u00a0${unit.days}`
    },
  }
}
