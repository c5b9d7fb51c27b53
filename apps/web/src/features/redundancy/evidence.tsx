'use client'

import type { Shown } from '@counterfoil/services/redundancy'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatClock, formatDate } from '../../components/format/date-time.ts'
import { formatSpan } from '../../components/format/span.ts'
import classes from './redundancy.module.css'
import { useShownWords } from './use-shown-words.ts'

/** What showed that something spare serves, how long ago, and the events of the record it rests on. */
export function Evidence({ shown }: { readonly shown: Shown }) {
  const translate = useTranslations('redundancy.shown')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const sentence = useShownWords()
  const { events, shownAtMs, kind } = shown
  return (
    <>
      {translate(`kinds.${kind}`, { date: formatDate(shownAtMs, place), age: formatSpan(nowMs - shownAtMs, place.locale) })}
      <small className={classes.how}>{sentence(shown)}</small>
      <details>
        <summary>{translate('events', { count: events.length })}</summary>
        <ul className={classes.evidence}>
          {events.map(({ agentId, epoch, seq, kind: event, atMs, hash }) => (
            <li key={`${agentId} ${epoch} ${seq}`}>
              {event}, {translate('event', { epoch, seq })}, {formatClock(atMs, place)}
              <br />
              <code className={classes.hash}>{hash}</code>
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}
