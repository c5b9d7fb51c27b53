'use client'

import { useLocale } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { formatDay } from '../../components/format/date-time.ts'

/** A civil day as "Tue 17 Nov", wherever it is read. */
export function useDayWords(): (day: string) => string {
  const locale = useLocale()
  const nowMs = useNowMs()
  return (day) => formatDay(Date.parse(`${day}T12:00:00Z`), { locale, timeZone: 'UTC' }, nowMs)
}
