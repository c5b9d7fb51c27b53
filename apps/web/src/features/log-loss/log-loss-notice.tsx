'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import classes from '../../components/notice/critical-notice.module.css'
import { Glyph } from '../../components/status/glyph.tsx'
import { useApi } from '../../trpc/client.tsx'
import { LossAnswer } from './loss-answer.tsx'

const ASK_EVERY_MS = 60_000

interface LogLossNoticeProps {
  readonly mayDeclare: boolean
  readonly personId: string
}

/** On every page of whoever reads about people: agents have seen more of the record than is here, until two people have declared it. */
export function LogLossNotice({ mayDeclare, personId }: LogLossNoticeProps) {
  const translate = useTranslations('logLoss')
  const api = useApi()
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { data: loss = null } = useQuery(api.logLoss.open.queryOptions(undefined, { refetchInterval: ASK_EVERY_MS }))
  if (loss === null) return null
  const { commonSize, seenSize, foundAtMs, agents, declared } = loss
  return (
    <section className={classes.notice} aria-label={translate('title')}>
      <Glyph name="crit" tone="crit" />
      <div className={classes.words}>
        <div role="alert">
          <strong>{translate('title')}</strong>{' '}
          {translate('what', {
            agents: agents.length,
            seen: seenSize,
            common: commonSize,
            time: formatDateTime(foundAtMs, place, nowMs),
          })}
        </div>
        {declared === null ? null : (
          <p>
            {translate('declared', { name: declared.name, time: formatDateTime(declared.atMs, place, nowMs), why: declared.why })}
          </p>
        )}
        {mayDeclare ? <LossAnswer loss={loss} personId={personId} /> : <p>{translate('who')}</p>}
      </div>
    </section>
  )
}
