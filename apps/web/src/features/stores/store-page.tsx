'use client'

import type { StoreDetail } from '@counterfoil/services/stores'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { hrefInScope } from '../../components/scope/scope.ts'
import { useScope } from '../../components/scope/use-scope.ts'
import { useApi } from '../../trpc/client.tsx'
import { StoreCommissioning } from '../commissioning/index.ts'
import { LiveShell, useLive } from '../live/index.ts'
import { StoreRedundancy } from '../redundancy/index.ts'
import { AgentsSection } from './agents-section.tsx'
import { ChangesSection } from './changes-section.tsx'
import { DiscardedSection } from './discarded-section.tsx'
import { LanesSection } from './lanes-section.tsx'
import { StoreFacts } from './store-facts.tsx'
import { StoreHeader } from './store-header.tsx'
import classes from './stores-page.module.css'

const DETAIL_EVERY_MS = 15_000

interface StorePageProps {
  readonly storeId: number
  readonly maySeeCommissioning: boolean
  readonly maySeeRedundancy: boolean
}

/** One store down to its terminals, and what happened to them lately. */
export function StorePage({ storeId, maySeeCommissioning, maySeeRedundancy }: StorePageProps) {
  const translate = useTranslations('stores.detail')
  const api = useApi()
  const router = useRouter()
  const { scope } = useScope()
  const view = useLive({ kind: 'store', storeId })
  const detail = useQuery(api.stores.get.queryOptions({ storeId }, { refetchInterval: DETAIL_EVERY_MS, retry: false }))
  const notFound = detail.error?.data?.code === 'NOT_FOUND'
  return (
    <LiveShell
      title={detail.data?.name ?? translate('about')}
      titleShown={false}
      scope={scope}
      onScope={(chosen) => router.push(hrefInScope('/stores', chosen))}
      view={view}
    >
      {detail.data !== undefined ? (
        <Store detail={detail.data} view={view} maySeeCommissioning={maySeeCommissioning} maySeeRedundancy={maySeeRedundancy} />
      ) : detail.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : notFound ? (
        <EmptyState
          title={translate('notFound')}
          why={translate('notFoundWhy')}
          first={
            <Link href={hrefInScope('/stores', scope)} data-link>
              {translate('back')}
            </Link>
          }
        />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={detail.error.message} onRetry={() => detail.refetch()} />
        </div>
      )}
    </LiveShell>
  )
}

interface StoreProps extends Pick<StorePageProps, 'maySeeCommissioning' | 'maySeeRedundancy'> {
  readonly detail: StoreDetail
  readonly view: ReturnType<typeof useLive>
}

function Store({ detail, view, maySeeCommissioning, maySeeRedundancy }: StoreProps) {
  const live = view.state?.stores.get(detail.storeId)
  return (
    <>
      <StoreHeader detail={detail} live={live} />
      <Columns
        main={
          <>
            <LanesSection detail={detail} live={live} lastWordMs={view.lastWordMs} />
            <ChangesSection detail={detail} />
            <DiscardedSection detail={detail} />
          </>
        }
        side={
          <>
            <AgentsSection detail={detail} live={live} />
            {maySeeCommissioning ? <StoreCommissioning storeId={detail.storeId} /> : null}
            {maySeeRedundancy ? <StoreRedundancy storeId={detail.storeId} /> : null}
            <StoreFacts detail={detail} />
          </>
        }
      />
    </>
  )
}
