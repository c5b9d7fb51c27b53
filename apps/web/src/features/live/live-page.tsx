'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { useScope } from '../../components/scope/use-scope.ts'
import { useApi } from '../../trpc/client.tsx'
import { CurrencySums } from './currency-sums.tsx'
import { DevicesUnwell } from './devices-unwell.tsx'
import { Headline } from './headline.tsx'
import { HoursCharts } from './hours-charts.tsx'
import { LatestPayments } from './latest-payments.tsx'
import { LiveShell } from './live-shell.tsx'
import type { LiveState } from './live-state.ts'
import { MethodTable } from './method-table.tsx'
import { NoStores } from './no-stores.tsx'
import { StoreRanking } from './store-ranking.tsx'
import { useLive } from './use-live.ts'

const COMPARISON_EVERY_MS = 60_000
const RATES_EVERY_MS = 600_000

/** What the chain sells now. */
export function LivePage() {
  const translate = useTranslations('live')
  const { scope, setScope } = useScope()
  const view = useLive(scope)
  return (
    <LiveShell title={translate('title')} titleShown={false} scope={scope} onScope={setScope} view={view}>
      {view.state !== null ? (
        view.state.stores.size === 0 ? (
          <NoStores scope={scope} onScope={setScope} />
        ) : (
          <LiveSections state={view.state} lastWordMs={view.lastWordMs} />
        )
      ) : view.error === null ? (
        <LiveSectionsToCome />
      ) : (
        <ErrorState title={translate('failed')} message={view.error.message} onRetry={view.tryNow} />
      )}
    </LiveShell>
  )
}

function LiveSections({ state, lastWordMs }: { readonly state: LiveState; readonly lastWordMs: number | null }) {
  const api = useApi()
  const { scope } = useScope()
  const rates = useQuery(api.live.rates.queryOptions(undefined, { refetchInterval: RATES_EVERY_MS, staleTime: RATES_EVERY_MS }))
  const comparison = useQuery(api.live.comparison.queryOptions({ scope }, { refetchInterval: COMPARISON_EVERY_MS }))
  const translate = useTranslations('live')
  if (rates.data === undefined) {
    return rates.error === null ? (
      <LiveSectionsToCome />
    ) : (
      <ErrorState title={translate('failed')} message={rates.error.message} onRetry={() => rates.refetch()} />
    )
  }
  const parts = { state, lastWordMs, rates: rates.data, comparison: comparison.data }
  return (
    <>
      <Headline {...parts} />
      <Columns
        main={
          <>
            <HoursCharts {...parts} error={comparison.error} onRetry={() => comparison.refetch()} />
            <StoreRanking {...parts} />
          </>
        }
        side={
          <>
            <LatestPayments {...parts} />
            <DevicesUnwell {...parts} />
            <MethodTable {...parts} />
            <CurrencySums {...parts} />
          </>
        }
      />
    </>
  )
}

/** The place the figures will take, so that nothing jumps when they come. */
function LiveSectionsToCome() {
  return <div style={{ minHeight: 900 }} aria-busy="true" />
}
