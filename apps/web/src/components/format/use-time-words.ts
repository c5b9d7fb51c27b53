'use client'

import { useLocale } from 'next-intl'
import { useNowMs } from '../age/page-clock.tsx'
import { useTimeZone } from '../age/time-zone.tsx'
import { formatAge } from './age.ts'
import { formatDay } from './date-time.ts'

/** Days and ages of things that last for months. */
export function useTimeWords(): { readonly day: (at: Date) => string; readonly age: (at: Date) => string } {
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  return {
    day: (at) => formatDay(at.getTime(), place, nowMs),
    age: (at) => formatAge(at.getTime(), nowMs, place),
  }
}
