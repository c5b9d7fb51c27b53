'use client'

import type { Updates } from '@counterfoil/services/updates'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { FieldSections } from './field-sections.tsx'
import { LabStores } from './lab-stores.tsx'
import { ProposeForm } from './propose-form.tsx'
import { RolloutSection } from './rollout-section.tsx'
import classes from './updates.module.css'

/** Versions of agents: on their way, in the field, and what terminals run. */
export function UpdatesPage({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('updates')
  const api = useApi()
  const updates = useQuery(api.updates.get.queryOptions(undefined, { refetchInterval: 5_000 }))
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      {updates.data !== undefined ? (
        <Now updates={updates.data} mayChange={mayChange} />
      ) : updates.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={updates.error.message} onRetry={() => updates.refetch()} />
        </div>
      )}
    </Page>
  )
}

function Now({ updates, mayChange }: { readonly updates: Updates; readonly mayChange: boolean }) {
  const translate = useTranslations('updates')
  const { rollouts, releases } = updates
  const isOpen = rollouts.some(({ state }) => state === 'proposed' || state === 'running' || state === 'paused')
  return (
    <Columns
      main={
        <>
          {rollouts.length === 0 ? (
            <Section title={translate('now')}>
              <EmptyState title={translate('none.title')} why={translate('none.why')} />
            </Section>
          ) : (
            rollouts.map((rollout) => <RolloutSection key={rollout.id} rollout={rollout} mayChange={mayChange} />)
          )}
          <FieldSections updates={updates} />
        </>
      }
      side={
        <>
          {mayChange && !isOpen ? (
            <Section title={translate('propose.title')}>
              <ProposeForm versions={releases.map(({ version }) => version)} />
            </Section>
          ) : null}
          <Section title={translate('lab.title')}>
            <LabStores lab={updates.lab} mayChange={mayChange} />
          </Section>
        </>
      }
    />
  )
}
