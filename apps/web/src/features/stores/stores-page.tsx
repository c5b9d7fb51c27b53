'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { useScope } from '../../components/scope/use-scope.ts'
import { useApi } from '../../trpc/client.tsx'
import { LiveShell, useLive } from '../live/index.ts'
import { NoStores } from './no-stores.tsx'
import { storeLine } from './store-order.ts'
import { StoreTable } from './store-table.tsx'
import classes from './stores-page.module.css'

const LIST_EVERY_MS = 60_000

/** How each store, agent and terminal is now. */
export function StoresPage() {
  const translate = useTranslations('stores')
  const api = useApi()
  const { scope, setScope } = useScope()
  const view = useLive(scope)
  const list = useQuery(api.stores.list.queryOptions({ scope }, { refetchInterval: LIST_EVERY_MS }))
  const rates = useQuery(api.live.rates.queryOptions(undefined, { staleTime: 600_000 }))
  const listed = new Map(list.data?.map((store) => [store.storeId, store.lastSaleAtMs]))
  const lines = [...(view.state?.stores.values() ?? [])].map((store) => {
    const live = view.state?.payments.find(
      (row) => row.storeId === store.storeId && row.kind === 'sale' && row.outcome === 'approved',
    )
    const told = listed.get(store.storeId) ?? null
    return storeLine(store, live === undefined ? told : Math.max(told ?? 0, live.openedAtMs), rates.data)
  })
  const error = view.state === null ? view.error : list.error
  return (
    <LiveShell title={translate('title')} answers={translate('answers')} scope={scope} onScope={setScope} view={view}>
      {error !== null ? (
        <div className={classes.padded}>
          <ErrorState
            title={translate('failed')}
            message={error.message}
            onRetry={() => {
              view.tryNow()
              void list.refetch()
            }}
          />
        </div>
      ) : null}
      {view.state === null ? (
        <div className={classes.toCome} aria-busy={error === null} />
      ) : lines.length === 0 ? (
        <NoStores />
      ) : (
        <div>
          <StoreTable lines={lines} lastWordMs={view.lastWordMs} lastSaleKnown={list.data !== undefined} />
        </div>
      )}
    </LiveShell>
  )
}
