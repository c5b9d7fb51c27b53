'use client'

import type { CommissioningDetail } from '@counterfoil/services/commissioning'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { ThingHead } from '../../components/thing-head/thing-head.tsx'
import { useApi } from '../../trpc/client.tsx'
import type { AskableKind } from '../commands/index.ts'
import { AgreementSection } from './agreement-section.tsx'
import { BeginSection } from './begin-section.tsx'
import classes from './commissioning.module.css'
import { DesignFacts } from './design-facts.tsx'
import { IntegrationSection } from './integration-section.tsx'
import { LiveSection } from './live-section.tsx'
import { PlanSection } from './plan-section.tsx'
import { RequirementsFacts } from './requirements-facts.tsx'
import { StepsSection } from './steps-section.tsx'
import { TestsSection } from './tests-section.tsx'

interface CommissioningPageProps {
  readonly storeId: number
  readonly protocols: readonly string[]
  readonly kinds: readonly AskableKind[]
  readonly may: { readonly change: boolean; readonly approve: boolean; readonly ask: boolean; readonly disturb: boolean }
}

/** While somebody stands in the store and waits to see it. */
const OPEN_EVERY_MS = 2_000
const LIVE_EVERY_MS = 30_000

/** One store on its way to selling, in five steps; afterwards, what was agreed of it. */
export function CommissioningPage(props: CommissioningPageProps) {
  const translate = useTranslations('commissioning')
  const api = useApi()
  const detail = useQuery(
    api.commissioning.get.queryOptions(
      { storeId: props.storeId },
      { retry: false, refetchInterval: ({ state }) => (state.data?.current ? OPEN_EVERY_MS : LIVE_EVERY_MS) },
    ),
  )
  return (
    <Page title={translate('title')} answers={translate('answers')} titleShown={false}>
      {detail.data !== undefined ? (
        <Store detail={detail.data} {...props} />
      ) : detail.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : detail.error.data?.code === 'NOT_FOUND' ? (
        <EmptyState
          title={translate('notFound')}
          why={translate('notFoundWhy')}
          first={
            <Link href="/commissioning" data-link>
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

function Store({ detail, protocols, kinds, may }: CommissioningPageProps & { readonly detail: CommissioningDetail }) {
  const translate = useTranslations('commissioning')
  const { store, current, agreed } = detail
  const state = current?.state ?? (agreed === null ? 'none' : 'live')
  return (
    <>
      <ThingHead
        list={{ label: translate('title'), back: translate('back'), href: '/commissioning' }}
        name={
          <Link href={`/stores/${store.storeId}`} data-link>
            {store.code} <span lang={store.nameLang}>{store.name}</span>
          </Link>
        }
      >
        <Status axis="commissioning" state={state} as="tag" />
      </ThingHead>
      {current === null && agreed === null ? (
        <BeginSection storeId={store.storeId} again={false} mayChange={may.change} />
      ) : (
        <Columns
          main={
            current !== null ? (
              <>
                <PlanSection part="requirements" current={current} protocols={protocols} mayChange={may.change} />
                <PlanSection part="design" current={current} protocols={protocols} mayChange={may.change} />
                <IntegrationSection detail={detail} current={current} may={may} kinds={kinds} />
                <TestsSection detail={detail} current={current} mayChange={may.change} />
                <LiveSection current={current} mayChange={may.change} mayApprove={may.approve} />
              </>
            ) : agreed === null ? null : (
              <>
                <Section title={translate('steps.requirements')}>
                  <RequirementsFacts requirements={agreed.requirements} />
                </Section>
                <Section title={translate('steps.design')}>
                  <DesignFacts design={agreed.design} />
                </Section>
              </>
            )
          }
          side={
            <>
              {current === null ? null : <StepsSection current={current} mayChange={may.change} />}
              <AgreementSection detail={detail} />
              {current === null ? <BeginSection storeId={store.storeId} again mayChange={may.change} /> : null}
            </>
          }
        />
      )}
    </>
  )
}
