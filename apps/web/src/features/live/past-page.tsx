'use client'

import type { WatchScope } from '@counterfoil/protocol'
import type { LiveSnapshotAsOf } from '@counterfoil/services/live'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { StandingClock, useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { ConnectionNotice } from '../../components/frame/connection-notice.tsx'
import { FreshnessIndicator } from '../../components/frame/freshness-indicator.tsx'
import { Page } from '../../components/frame/page.tsx'
import { ScopePicker } from '../../components/scope/scope-picker.tsx'
import { useApi } from '../../trpc/client.tsx'
import { AsOfPicker } from './as-of-picker.tsx'
import { LiveSections, LiveSectionsToCome } from './live-sections.tsx'
import { NoStores } from './no-stores.tsx'
import { stateFromPast } from './state-from-past.ts'

interface PastPageProps {
  readonly asOfMs: number
  readonly onAsOf: (asOfMs: number | null) => void
  readonly scope: WatchScope
  readonly onScope: (scope: WatchScope) => void
}

/** *Live* as it was: no line to the hub, nothing moves, and it says so. */
export function PastPage({ asOfMs, onAsOf, scope, onScope }: PastPageProps) {
  const translate = useTranslations('live')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const api = useApi()
  const nowMs = useNowMs()
  const scopes = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const past = usePast(scope, asOfMs)
  return (
    <Page
      title={translate('title')}
      titleShown={false}
      scope={<ScopePicker scope={scope} stores={scopes.data} onChange={onScope} />}
      range={<AsOfPicker asOfMs={asOfMs} onAsOf={onAsOf} />}
      freshness={<FreshnessIndicator mode="as-of" asOfMs={asOfMs} />}
      notice={
        <ConnectionNotice showing={translate('past.showing', { time: formatDateTime(asOfMs, place, nowMs) })}>
          {translate('past.why')}
        </ConnectionNotice>
      }
    >
      {past.data !== undefined ? (
        <StandingClock atMs={asOfMs}>
          {past.data.stores.size === 0 ? (
            <NoStores scope={scope} onScope={onScope} />
          ) : (
            <LiveSections state={past.data} lastWordMs={asOfMs} asOfMs={asOfMs} />
          )}
        </StandingClock>
      ) : past.error === null ? (
        <LiveSectionsToCome />
      ) : (
        <ErrorState title={translate('past.failed')} message={past.error.message} onRetry={() => past.refetch()} />
      )}
    </Page>
  )
}

/** All pages of the past snapshot, as one state. What has passed does not change: it is asked for once. */
function usePast(scope: WatchScope, asOfMs: number) {
  const api = useApi()
  const queryClient = useQueryClient()
  return useQuery({
    queryKey: ['live-past', scope, asOfMs],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: async () => {
      const pages: LiveSnapshotAsOf[] = []
      for (let after: number | null = 0; after !== null; ) {
        const page: LiveSnapshotAsOf = await queryClient.fetchQuery(api.live.snapshotAsOf.queryOptions({ scope, asOfMs, after }))
        pages.push(page)
        after = page.next
      }
      return stateFromPast(pages)
    },
  })
}
