'use client'

import type { RedundancyDetail } from '@counterfoil/services/redundancy'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Status } from '../../components/status/status.tsx'
import { ThingHead } from '../../components/thing-head/thing-head.tsx'
import { useApi } from '../../trpc/client.tsx'
import { AxisSection } from './axis-section.tsx'
import { DrillsSection } from './drills-section.tsx'
import type { MayTry } from './may-try.ts'
import classes from './redundancy.module.css'
import { stateNames } from './redundancy-choice.ts'
import { RunningSection } from './running-section.tsx'

interface RedundancyPageProps {
  readonly storeId: number
  readonly may: MayTry
}

/** While somebody waits for what a drill shows. */
const RUNNING_EVERY_MS = 2_000
const QUIET_EVERY_MS = 30_000

/** What one store has twice, what showed that it works, and trying it. */
export function RedundancyPage({ storeId, may }: RedundancyPageProps) {
  const translate = useTranslations('redundancy')
  const api = useApi()
  const detail = useQuery(
    api.redundancy.get.queryOptions(
      { storeId },
      { retry: false, refetchInterval: ({ state }) => (state.data?.running ? RUNNING_EVERY_MS : QUIET_EVERY_MS) },
    ),
  )
  return (
    <Page title={translate('title')} answers={translate('answers')} titleShown={false}>
      {detail.data !== undefined ? (
        <Store detail={detail.data} may={may} />
      ) : detail.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : detail.error.data?.code === 'NOT_FOUND' ? (
        <EmptyState
          title={translate('notFound')}
          why={translate('notFoundWhy')}
          first={
            <Link href="/redundancy" data-link>
              {translate('back')}
            </Link>
          }
        />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={detail.error.message} onRetry={() => void detail.refetch()} />
        </div>
      )}
    </Page>
  )
}

function Store({ detail, may }: { readonly detail: RedundancyDetail; readonly may: MayTry }) {
  const translate = useTranslations('redundancy')
  const { store, axes, running } = detail
  const worst = stateNames.find((state) => axes.some((one) => one.state === state)) ?? 'unknown'
  return (
    <>
      <ThingHead
        list={{ label: translate('title'), back: translate('back'), href: '/redundancy' }}
        name={
          <Link href={`/stores/${store.storeId}`} data-link>
            {store.code} <span lang={store.nameLang}>{store.name}</span>
          </Link>
        }
      >
        <Status axis="redundancy" state={worst} as="tag" />
      </ThingHead>
      {running === null ? null : <RunningSection running={running} detail={detail} mayStop={may.drill} />}
      {axes.map((axis) => (
        <AxisSection key={axis.axis} now={axis} detail={detail} may={may} />
      ))}
      <DrillsSection detail={detail} />
    </>
  )
}
