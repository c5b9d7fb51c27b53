'use client'

import { useLocale } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatAge } from '../../components/format/age.ts'
import { formatDay } from '../../components/format/date-time.ts'

/** Days and ages of this page in the reader's words and zone. */
export function useDayWord(): { readonly day: (at: Date) => string; readonly ago: (at: Date) => string } {
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  return {
    day: (at) => formatDay(at.getTime(), place, nowMs),
    ago: (at) => formatAge(at.getTime(), nowMs, place),
  }
}
