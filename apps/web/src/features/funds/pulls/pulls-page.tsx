'use client'

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EmptyState } from '../../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { Page } from '../../../components/frame/page.tsx'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { BOARD_EVERY_MS } from '../board-every.ts'
import { PullTable } from './pull-table.tsx'
import classes from './pulls.module.css'

/** Comes when somebody adds one, not with the page. */
const PullForm = dynamic(() => import('./pull-form.tsx'), { ssr: false })

/** Which folders of banks and acquirers the hub looks into, and how it went. */
export function PullsPage({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('fundsPulls')
  const api = useApi()
  const pulls = useQuery(api.fundsPulls.list.queryOptions(undefined, { refetchInterval: BOARD_EVERY_MS }))
  const [adding, setAdding] = useState(false)
  const add = (
    <Button variant={adding ? 'default' : 'filled'} aria-expanded={adding} onClick={() => setAdding(!adding)}>
      {translate(adding ? 'close' : 'add')}
    </Button>
  )
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <Section title={translate('all')} aside={mayChange ? add : null}>
        {adding ? <PullForm onAdded={() => setAdding(false)} /> : null}
        {pulls.data !== undefined ? (
          pulls.data.length > 0 ? (
            <PullTable pulls={pulls.data} mayChange={mayChange} />
          ) : adding ? null : (
            <EmptyState title={translate('none')} why={translate('noneWhy')} />
          )
        ) : pulls.error === null ? (
          <div className={classes.toCome} aria-busy="true" />
        ) : (
          <ErrorState title={translate('failed')} message={pulls.error.message} onRetry={() => pulls.refetch()} />
        )}
      </Section>
    </Page>
  )
}
