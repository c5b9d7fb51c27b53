'use client'

import type { CardAlarmDetail } from '@counterfoil/services/card-alarms'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { CardNumber } from '../../components/card-number/card-number.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { type Fact, FactList } from '../../components/fact-list/fact-list.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './card-alarms.module.css'
import { CloseForm } from './close-form.tsx'
import { OpeningSection } from './opening-section.tsx'
import { useSourceWords } from './use-source-words.ts'

const ASK_AGAIN_MS = 4_000

interface AlarmDetailProps {
  readonly id: string
  readonly mayHandle: boolean
  readonly personId: string
}

/** One alarm: what is known, who wants to look into it, and how it is closed. */
export function AlarmDetail({ id, mayHandle, personId }: AlarmDetailProps) {
  const translate = useTranslations('cardAlarms')
  const api = useApi()
  const alarm = useQuery(api.cardAlarms.get.queryOptions({ id }, { refetchInterval: ASK_AGAIN_MS }))
  if (alarm.data === undefined) {
    return alarm.error === null ? (
      <div className={classes.toCome} aria-busy="true" />
    ) : (
      <div className={classes.padded}>
        <ErrorState title={translate('failedOne')} message={alarm.error.message} onRetry={() => alarm.refetch()} />
      </div>
    )
  }
  return (
    <>
      <Facts alarm={alarm.data} />
      <OpeningSection alarm={alarm.data} mayHandle={mayHandle} personId={personId} />
      <Answer alarm={alarm.data} mayHandle={mayHandle} />
    </>
  )
}

function Facts({ alarm }: { readonly alarm: CardAlarmDetail }) {
  const translate = useTranslations('cardAlarms.detail')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const { whereOf, sourceOf } = useSourceWords()
  const time = (ms: number) => formatDateTime(ms, { locale, timeZone }, nowMs)
  const told = (label: string, value: ReactNode): Fact[] => (value === null ? [] : [{ label, value }])
  const { store, driver, last4, count } = alarm
  return (
    <Section title={whereOf(alarm)} aside={<Status axis="alarm" state={alarm.state} as="tag" />}>
      <FactList
        facts={[
          { label: translate('place'), value: alarm.place, code: true },
          { label: translate('source'), value: sourceOf(alarm) },
          ...told(translate('store'), store && <StoreName store={store} href={`/stores/${store.storeId}`} />),
          ...told(translate('driver'), driver),
          {
            label: translate('numbers'),
            value: (
              <span className={classes.numbers}>
                {last4.map((digits, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two cards may end alike
                  <CardNumber key={index} last4={digits} />
                ))}
              </span>
            ),
          },
          { label: translate('count'), value: formatCount(count, locale) },
          { label: translate('found'), value: time(alarm.foundAtMs) },
          { label: translate('lastFound'), value: time(alarm.lastFoundAtMs) },
        ]}
      />
      <p className={classes.quiet}>{translate(alarm.sealed === 0 ? 'notKept' : 'kept', { count: alarm.sealed })}</p>
    </Section>
  )
}

function Answer({ alarm, mayHandle }: { readonly alarm: CardAlarmDetail; readonly mayHandle: boolean }) {
  const translate = useTranslations('cardAlarms.answer')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const time = (ms: number | null) => (ms === null ? '' : formatDateTime(ms, { locale, timeZone }, nowMs))
  if (alarm.state === 'open') {
    return (
      <Section title={translate('title')}>
        <p className={classes.quiet}>{translate('what')}</p>
        {mayHandle ? <CloseForm alarm={alarm} /> : <p className={classes.quiet}>{translate('whoCloses')}</p>}
      </Section>
    )
  }
  return (
    <Section title={translate('title')} note={translate('closed', { name: alarm.closedBy ?? '', time: time(alarm.closedAtMs) })}>
      <FactList
        facts={[
          { label: translate('start'), value: time(alarm.startedAtMs) },
          { label: translate('end'), value: time(alarm.endedAtMs) },
        ]}
      />
      <h3 className={classes.label}>{translate('cause')}</h3>
      <p className={classes.told}>{alarm.cause}</p>
      <h3 className={classes.label}>{translate('fix')}</h3>
      <p className={classes.told}>{alarm.fix}</p>
    </Section>
  )
}
