'use client'

import type { ApproverNow, Approvers } from '@counterfoil/services/approvers'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { Columns } from '../../components/columns/columns.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './approvers.module.css'
import { ChangeForm } from './change-form.tsx'
import { PendingSection } from './pending-section.tsx'

/** Whose passkeys agents take for a second person's word, and who is proposed. */
export function ApproversPage({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('approvers')
  const api = useApi()
  const approvers = useQuery(api.approvers.get.queryOptions(undefined, { refetchInterval: 5_000 }))
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      {approvers.data !== undefined ? (
        <Now approvers={approvers.data} mayChange={mayChange} />
      ) : approvers.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={approvers.error.message} onRetry={() => approvers.refetch()} />
        </div>
      )}
    </Page>
  )
}

function Now({ approvers, mayChange }: { readonly approvers: Approvers; readonly mayChange: boolean }) {
  const translate = useTranslations('approvers')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { inForce, pending, candidates, agents } = approvers
  return (
    <Columns
      main={
        <>
          <Section
            title={translate('inForce')}
            note={
              inForce === null
                ? null
                : translate('since', { number: inForce.number, time: formatDateTime(inForce.sinceMs, place, nowMs) })
            }
          >
            {inForce === null ? (
              <EmptyState title={translate('none.title')} why={translate('none.why')} />
            ) : (
              <PeopleList people={inForce.people} />
            )}
          </Section>
          {pending === null ? null : <PendingSection pending={pending} mayChange={mayChange} />}
        </>
      }
      side={
        <>
          {inForce === null ? null : (
            <Section title={translate('agents.title')}>
              <FactList
                facts={[
                  { label: translate('agents.current'), value: agents.current },
                  { label: translate('agents.behind'), value: agents.behind },
                  { label: translate('agents.refused'), value: agents.refused },
                ]}
              />
              {agents.refused > 0 ? <p className={classes.quiet}>{translate('agents.refusedWhy')}</p> : null}
            </Section>
          )}
          {mayChange && pending === null ? (
            <Section title={translate('change.title')}>
              <ChangeForm
                candidates={candidates}
                chosen={inForce === null ? [] : inForce.people.map(({ personId }) => personId)}
                first={inForce === null}
              />
            </Section>
          ) : null}
        </>
      }
    />
  )
}

export function PeopleList({ people }: { readonly people: readonly ApproverNow[] }) {
  const translate = useTranslations('approvers')
  return (
    <ul className={classes.people}>
      {people.map(({ personId, name, passkeys }) => (
        <li key={personId}>
          <strong>{name}</strong>
          <span className={classes.count}>{translate('passkeys', { count: passkeys })}</span>
        </li>
      ))}
    </ul>
  )
}
