'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { Status } from '../../components/status/status.tsx'
import classes from './inspection-phone.module.css'
import type { Sent } from './send-drafts.ts'

/** What was recorded since the page was opened, with both times. */
export function SentNotices({ sent }: { readonly sent: readonly Sent[] }) {
  const translate = useTranslations('inspections.phone')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const time = (atMs: number, nearMs: number) => formatDateTime(atMs, place, nearMs)
  return (
    <div role="status">
      {sent.map(({ draft, recorded: { recordedAtMs, result } }) => (
        <p key={draft.id} className={classes.notice} data-result={result}>
          <Status axis="inspectionResult" state={result} />
          <span>
            {translate('sent', {
              time: time(recordedAtMs, recordedAtMs),
              phone: time(draft.doneAtMs ?? recordedAtMs, recordedAtMs),
            })}
            {result === 'suspicious' ? ` ${translate('sentSuspicious', { time: time(recordedAtMs, recordedAtMs) })}` : null}
          </span>
        </p>
      ))}
    </div>
  )
}
