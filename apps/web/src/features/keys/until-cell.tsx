'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { formatSpan } from '../../components/format/span.ts'

/** The day something ends, and how far off it is. */
export function UntilCell({ until }: { readonly until: Date }) {
  const translate = useTranslations('keys')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const leftMs = until.getTime() - useNowMs()
  return (
    <>
      {formatDate(until.getTime(), { locale, timeZone })}
      {leftMs > 0 ? <small>{translate('left', { span: formatSpan(leftMs, locale) })}</small> : null}
    </>
  )
}
