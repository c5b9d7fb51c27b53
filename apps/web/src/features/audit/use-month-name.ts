'use client'

import { useLocale } from 'next-intl'
import { languageTags } from '../../i18n/locales.ts'

/** `2026-03` as `March 2026`: months of the archive are UTC, wherever the reader is. */
export function useMonthName(): (month: string) => string {
  const format = new Intl.DateTimeFormat(languageTags[useLocale()], { year: 'numeric', month: 'long', timeZone: 'UTC' })
  return (month) => format.format(new Date(`${month}-01T00:00:00Z`))
}
