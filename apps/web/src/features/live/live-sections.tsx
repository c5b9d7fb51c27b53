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
import type { LiveState } from './live-state.ts'
import { MethodTable } from './method-table.tsx'
import { StoreRanking } from './store-ranking.tsx'

const COMPARISON_EVERY_MS = 60_000
const RATES_EVERY_MS = 600_000

interface LiveSectionsProps {
  readonly state: LiveState
  readonly lastWordMs: number | null
  /** The past minute that is shown; null: now. */
  readonly asOfMs: number | null
}

/** Every section of *Live*, of now or of a past minute. */
export function LiveSections({ state, lastWordMs, asOfMs }: LiveSectionsProps) {
  const api = useApi()
  const { scope } = useScope()
  const past = asOfMs !== null
  const moment = past ? { asOfMs } : {}
  const rates = useQuery(
    api.live.rates.queryOptions(past ? moment : undefined, {
      refetchInterval: past ? false : RATES_EVERY_MS,
      staleTime: RATES_EVERY_MS,
    }),
  )
  const comparison = useQuery(
    api.live.comparison.queryOptions({ scope, ...moment }, { refetchInterval: past ? false : COMPARISON_EVERY_MS }),
  )
  const translate = useTranslations('live')
  if (rates.data === undefined) {
    return rates.error === null ? (
      <LiveSectionsToCome />
    ) : (
      <ErrorState title={translate('failed')} message={rates.error.message} onRetry={() => rates.refetch()} />
    )
  }
  const parts = { state, lastWordMs, rates: rates.data, comparison: comparison.data, asOfMs }
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
export function LiveSectionsToCome() {
  return <div style={{ minHeight: 900 }} aria-busy="true" />
}
