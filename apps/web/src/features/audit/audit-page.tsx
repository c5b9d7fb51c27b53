'use client'

import type { AuditCursor } from '@counterfoil/services/audit'
import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { formatCount } from '../../components/format/number.ts'
import { FreshnessIndicator } from '../../components/frame/freshness-indicator.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { OverdueNotice } from '../audit-review/index.ts'
import { ArchivedMonths } from './archived-months.tsx'
import { toAuditFilter } from './audit-address.ts'
import classes from './audit-page.module.css'
import { EntryTable } from './entry-table.tsx'
import { ExportButton } from './export-button.tsx'
import { FilterBar } from './filter-bar.tsx'
import { ProvedExport } from './proved-export.tsx'
import { RecordStrip } from './record-strip.tsx'
import { useAuditAddress } from './use-audit-address.ts'
import { ViewsMenu } from './views-menu.tsx'

/** Comes with the first entry that is opened. */
const EntryDetail = dynamic(() => import('./entry-detail.tsx').then((module) => module.EntryDetail))

const PAGE_ROWS = 50
const HEAD_EVERY_MS = 5_000

/** The record, searched; one entry beside it. Each question is an entry too, so it is asked again only when somebody wants it. */
export function AuditPage() {
  const translate = useTranslations('audit')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const api = useApi()
  const { address, entry, replaceAll } = useAuditAddress()
  const filter = useMemo(() => toAuditFilter(address, timeZone), [address, timeZone])
  const head = useQuery(api.audit.head.queryOptions(undefined, { refetchInterval: HEAD_EVERY_MS }))
  const pages = useInfiniteQuery(
    api.audit.list.infiniteQueryOptions(
      { filter, limit: PAGE_ROWS },
      {
        initialCursor: null as AuditCursor | null,
        getNextPageParam: (page) => page.next,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        refetchOnMount: false,
        staleTime: Number.POSITIVE_INFINITY,
      },
    ),
  )
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data])
  const names = useMemo(
    () =>
      new Map(
        rows.flatMap(({ actor, target }) => [actor, target]).flatMap(({ id, name }) => (name === null ? [] : [[id, name]])),
      ),
    [rows],
  )
  return (
    <Page
      title={translate('title')}
      titleShown={false}
      freshness={<FreshnessIndicator mode="as-of" {...(pages.dataUpdatedAt === 0 ? {} : { asOfMs: pages.dataUpdatedAt })} />}
    >
      <OverdueNotice />
      <RecordStrip head={head.data} renewed={entry} />
      <FilterBar names={names}>
        <ViewsMenu filter={filter} />
        <ExportButton filter={filter} />
        <ProvedExport filter={filter} />
      </FilterBar>
      <ArchivedMonths months={pages.data?.pages[0]?.archived ?? []} />
      {pages.error !== null && rows.length === 0 ? (
        <div className={classes.padded}>
          <ErrorState title={translate('list.failed')} message={pages.error.message} onRetry={() => void pages.refetch()} />
        </div>
      ) : pages.isPending ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : rows.length === 0 ? (
        <EmptyState
          title={translate('list.emptyTitle')}
          why={translate('list.emptyWhy')}
          first={<Button onClick={() => replaceAll({})}>{translate('list.clear')}</Button>}
        />
      ) : (
        <div className={classes.columns}>
          <div className={classes.column}>
            <Section
              title={translate('entries')}
              note={`${translate('list.shown', { count: formatCount(rows.length, locale) })}; ${translate('list.reading')}`}
              aside={
                <Button size="xs" variant="subtle" loading={pages.isRefetching} onClick={() => void pages.refetch()}>
                  {translate('list.renew')}
                </Button>
              }
            >
              <EntryTable rows={rows} shown={entry} />
              {pages.error === null ? null : (
                <p role="alert" className={classes.problem}>
                  {translate('list.moreFailed')}: {pages.error.message}
                </p>
              )}
              {pages.hasNextPage ? (
                <div className={classes.more}>
                  <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                    {translate('list.more')}
                  </Button>
                </div>
              ) : null}
            </Section>
          </div>
          <div className={classes.column}>
            {entry === null ? (
              <p className={classes.pick}>{translate('list.pick')}</p>
            ) : (
              <EntryDetail key={entry} id={entry} beside />
            )}
          </div>
        </div>
      )}
    </Page>
  )
}
