'use client'

import type { PaymentCursor } from '@counterfoil/services/payments'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { formatCount } from '../../components/format/number.ts'
import { FreshnessIndicator } from '../../components/frame/freshness-indicator.tsx'
import { Page } from '../../components/frame/page.tsx'
import { ScopePicker } from '../../components/scope/scope-picker.tsx'
import { useScope } from '../../components/scope/use-scope.ts'
import { useApi } from '../../trpc/client.tsx'
import { FilterBar } from './filter-bar.tsx'
import { toPaymentFilter } from './filter-in-address.ts'
import { NoPayments } from './no-payments.tsx'
import { PaymentTable } from './payment-table.tsx'
import classes from './payments-page.module.css'
import { useAddressFilter } from './use-address-filter.ts'

const PAGE_ROWS = 100

/** All payments of the scope, narrowed by filters that stand in the address. */
export function PaymentsPage() {
  const translate = useTranslations('payments')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const api = useApi()
  const { scope, setScope } = useScope()
  const { address } = useAddressFilter()
  const filter = useMemo(() => toPaymentFilter(address, scope, timeZone), [address, scope, timeZone])
  const scopes = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const pages = useInfiniteQuery(
    api.payments.list.infiniteQueryOptions(
      { filter, limit: PAGE_ROWS },
      {
        initialCursor: null as PaymentCursor | null,
        getNextPageParam: (page) => page.next,
        refetchOnWindowFocus: false,
        staleTime: 30_000,
      },
    ),
  )
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data])
  return (
    <Page
      title={translate('title')}
      titleShown={false}
      scope={<ScopePicker scope={scope} stores={scopes.data} onChange={setScope} />}
      freshness={<FreshnessIndicator mode="as-of" {...(pages.dataUpdatedAt === 0 ? {} : { asOfMs: pages.dataUpdatedAt })} />}
    >
      <FilterBar
        scope={scope}
        count={rows.length === 0 ? null : translate('list.shown', { count: formatCount(rows.length, locale) })}
        onRenew={() => pages.refetch()}
      />
      {pages.error !== null && rows.length === 0 ? (
        <div className={classes.padded}>
          <ErrorState title={translate('list.failed')} message={pages.error.message} onRetry={() => pages.refetch()} />
        </div>
      ) : pages.isPending ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : rows.length === 0 ? (
        <NoPayments filtered={Object.keys(address).length > 0} />
      ) : (
        <>
          <PaymentTable
            rows={rows}
            hasMore={pages.hasNextPage}
            loadingMore={pages.isFetchingNextPage}
            onMore={() => {
              if (!pages.isFetchingNextPage) void pages.fetchNextPage()
            }}
          />
          {pages.error !== null ? (
            <div className={classes.padded}>
              <ErrorState
                title={translate('list.moreFailed')}
                message={pages.error.message}
                onRetry={() => pages.fetchNextPage()}
              />
            </div>
          ) : null}
        </>
      )}
    </Page>
  )
}
