'use client'

import { useLocale } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { formatSpan } from '../../components/format/span.ts'

/** How long ago it was, and the day. */
export function SinceCell({ since }: { readonly since: Date }) {
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  return (
    <>
      {formatSpan(nowMs - since.getTime(), locale)}
      <small>{formatDate(since.getTime(), { locale, timeZone })}</small>
    </>
  )
}
