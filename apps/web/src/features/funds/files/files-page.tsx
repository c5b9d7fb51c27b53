'use client'

import type { FilePage as ListedFiles } from '@counterfoil/services/funds/files'
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { EmptyState } from '../../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { Page } from '../../../components/frame/page.tsx'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { BundlesSection } from '../bundles/bundles-section.tsx'
import { PullTroubles } from '../pulls/index.ts'
import { TableExport } from '../tables/table-export.tsx'
import { DropZone } from './drop-zone.tsx'
import { FileTable } from './file-table.tsx'
import classes from './files.module.css'

const ASK_AGAIN_MS = 2_000

interface FilesPageProps {
  readonly mayBring: boolean
  readonly mayProve: boolean
}

/** Files of banks and acquirers: bring one, see what became of each, and take the proof of a period away. */
export function FilesPage({ mayBring, mayProve }: FilesPageProps) {
  const translate = useTranslations('fundsFiles')
  const api = useApi()
  const pages = useInfiniteQuery(
    api.fundsFiles.list.infiniteQueryOptions(
      {},
      {
        initialCursor: null as number | null,
        getNextPageParam: (last: ListedFiles) => (last.more ? (last.files.at(-1)?.id ?? null) : null),
        refetchInterval: ASK_AGAIN_MS,
      },
    ),
  )
  const files = pages.data?.pages.flatMap((page) => page.files) ?? []
  const waiting = pages.data?.pages[0]?.waiting ?? 0
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      {mayBring ? <DropZone /> : null}
      <nav className={classes.ways} aria-label={translate('waysTitle')}>
        <Link href="/funds/files/pulls">{translate('pulls')}</Link>
        <Link href="/funds/files/mappings">{translate('mappings')}</Link>
      </nav>
      <PullTroubles />
      {pages.data !== undefined ? (
        files.length === 0 ? (
          <EmptyState title={translate('none')} why={translate('noneWhy')} />
        ) : (
          <Section
            title={translate('all')}
            note={waiting === 0 ? null : translate('waiting', { count: waiting })}
            aside={<TableExport name={translate('all')} table="files" query={{}} />}
          >
            <FileTable files={files} caption={translate('all')} />
            {pages.hasNextPage ? (
              <Button className={classes.more} loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
                {translate('more')}
              </Button>
            ) : null}
          </Section>
        )
      ) : pages.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <ErrorState title={translate('failed')} message={pages.error.message} onRetry={() => pages.refetch()} />
      )}
      {mayProve ? <BundlesSection /> : null}
    </Page>
  )
}
