'use client'

import { useLocale } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDay } from '../../components/format/date-time.ts'
import { formatSpan } from '../../components/format/span.ts'

/** The day, and how long ago it was. */
export function SinceCell({ since }: { readonly since: Date }) {
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  return (
    <>
      {formatDay(since.getTime(), place, nowMs)} <small>{formatSpan(nowMs - since.getTime(), place.locale)}</small>
    </>
  )
}
