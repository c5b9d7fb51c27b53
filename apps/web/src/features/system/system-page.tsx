'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { formatSpan } from '../../components/format/span.ts'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { AlertTable } from './alert-table.tsx'
import { RoomSection } from './room-section.tsx'
import classes from './system.module.css'
import { SystemStrip } from './system-strip.tsx'

const AGAIN_MS = 15_000

/** Whether the product itself is well: its figures, its hubs, what it noticed. */
export function SystemPage({ mayHandle }: { readonly mayHandle: boolean }) {
  const translate = useTranslations('system')
  const locale = useLocale()
  const api = useApi()
  const state = useQuery(api.system.state.queryOptions(undefined, { refetchInterval: AGAIN_MS }))
  if (state.data === undefined)
    return (
      <Page title={translate('title')} answers={translate('answers')}>
        {state.error === null ? (
          <div className={classes.toCome} aria-busy="true" />
        ) : (
          <div className={classes.padded}>
            <ErrorState title={translate('failed')} message={state.error.message} onRetry={() => void state.refetch()} />
          </div>
        )}
      </Page>
    )
  const { figures, alerts, hubs } = state.data
  const open = alerts.filter(({ endedAt }) => endedAt === null)
  const ended = alerts.filter(({ endedAt }) => endedAt !== null)
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <SystemStrip figures={figures} />
      <Section title={translate('open.title')} note={translate('open.note')}>
        {open.length === 0 ? (
          <p className={classes.none}>{translate('open.none')}</p>
        ) : (
          <AlertTable alerts={open} mayHandle={mayHandle} />
        )}
      </Section>
      <Section title={translate('hubs.title')}>
        {hubs.length === 0 ? (
          <p className={classes.none}>{translate('hubs.none')}</p>
        ) : (
          <FactList
            facts={hubs.map(({ host, startedAt, seenSecondsAgo, state, line }, nth) => ({
              label: hubs.findIndex((one) => one.host === host) === nth ? host : `${host} · ${nth + 1}`,
              value: [
                translate(state === 'alive' ? 'hubs.seen' : 'hubs.gone', {
                  age: formatSpan(seenSecondsAgo * 1_000, locale),
                  started: startedAt.toISOString().slice(0, 16).replace('T', ' '),
                }),
                ...(state === 'alive' ? [translate(`hubs.lines.${line}`)] : []),
              ].join(' · '),
            }))}
          />
        )}
      </Section>
      <RoomSection />
      <Section title={translate('ended.title')}>
        {ended.length === 0 ? (
          <p className={classes.none}>{translate('ended.none')}</p>
        ) : (
          <AlertTable alerts={ended} mayHandle={false} />
        )}
      </Section>
    </Page>
  )
}
