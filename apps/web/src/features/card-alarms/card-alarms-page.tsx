'use client'

import type { CardAlarmPage, ListedCardAlarm } from '@counterfoil/services/card-alarms'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { AlarmDetail } from './alarm-detail.tsx'
import { AlarmTable } from './alarm-table.tsx'
import classes from './card-alarms.module.css'
import { useSelectedAlarm } from './use-selected-alarm.ts'

const ASK_AGAIN_MS = 4_000

interface CardAlarmsPageProps {
  readonly mayHandle: boolean
  readonly personId: string
}

/** Card numbers found where none may be, and what is done about them. */
export function CardAlarmsPage({ mayHandle, personId }: CardAlarmsPageProps) {
  const translate = useTranslations('cardAlarms')
  const api = useApi()
  const list = useQuery(api.cardAlarms.list.queryOptions({}, { refetchInterval: ASK_AGAIN_MS }))
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      {list.data !== undefined ? (
        <Alarms page={list.data} mayHandle={mayHandle} personId={personId} />
      ) : list.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={list.error.message} onRetry={() => list.refetch()} />
        </div>
      )}
    </Page>
  )
}

function Alarms({ page: { alarms, more }, ...person }: CardAlarmsPageProps & { readonly page: CardAlarmPage }) {
  const translate = useTranslations('cardAlarms')
  const { selected } = useSelectedAlarm()
  const ofState = (state: ListedCardAlarm['state']) => alarms.filter((alarm) => alarm.state === state)
  const [open, closed] = [ofState('open'), ofState('closed')]
  if (alarms.length === 0) return <EmptyState title={translate('none')} why={translate('noneWhy')} />
  const shown = selected ?? open[0]?.id ?? closed[0]?.id
  return (
    <Columns
      main={
        <>
          <Section title={translate('open')} note={open.length === 0 ? null : translate('openNote', { count: open.length })}>
            {open.length === 0 ? (
              <p className={classes.quiet}>{translate('openNone')}</p>
            ) : (
              <AlarmTable alarms={open} caption={translate('open')} shown={shown} />
            )}
          </Section>
          {closed.length === 0 ? null : (
            <Section title={translate('closed')} note={more ? translate('newestOnly', { count: alarms.length }) : null}>
              <AlarmTable alarms={closed} caption={translate('closed')} shown={shown} />
            </Section>
          )}
        </>
      }
      side={shown === undefined ? null : <AlarmDetail key={shown} id={shown} {...person} />}
    />
  )
}
