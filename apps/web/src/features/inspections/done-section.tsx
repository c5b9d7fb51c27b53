'use client'

import type { WatchScope } from '@counterfoil/protocol'
import type { InspectionPage } from '@counterfoil/services/inspections'
import { Button, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PagedList } from '../../components/paged-list/paged-list.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { DoneTable } from './done-table.tsx'
import { ExportBar } from './export-bar.tsx'
import classes from './inspections.module.css'

const PAGE = 50

interface DoneSectionProps {
  readonly scope: WatchScope
  /** Of one device alone; null: of all. */
  readonly deviceId: number | null
  readonly inspectorId: string | null
  readonly onEveryDevice: () => void
}

/** What was seen, the newest first, and the file for the auditor. */
export function DoneSection({ scope, deviceId, inspectorId, onEveryDevice }: DoneSectionProps) {
  const translate = useTranslations('inspections')
  const api = useApi()
  const [onlySuspicious, setOnly] = useState(false)
  const pages = useInfiniteQuery(
    api.inspections.list.infiniteQueryOptions(
      {
        scope,
        limit: PAGE,
        ...(deviceId === null ? {} : { deviceId }),
        ...(onlySuspicious ? { result: 'suspicious' as const } : {}),
      },
      { initialCursor: null as InspectionPage['next'], getNextPageParam: (page) => page.next },
    ),
  )
  const inspections = pages.data?.pages.flatMap((page) => page.inspections) ?? []
  return (
    <>
      <Section title={translate('export.title')}>
        <ExportBar scope={scope} />
      </Section>
      <div className={classes.padded}>
        <SegmentedControl
          aria-label={translate('done.result')}
          data={[
            { value: 'all', label: translate('done.all') },
            { value: 'suspicious', label: translate('done.onlySuspicious') },
          ]}
          value={onlySuspicious ? 'suspicious' : 'all'}
          onChange={(value) => setOnly(value === 'suspicious')}
        />
        {deviceId === null ? null : (
          <Button size="compact-sm" onClick={onEveryDevice}>
            {translate('done.everyDevice')}
          </Button>
        )}
      </div>
      <PagedList
        pages={pages}
        isEmpty={inspections.length === 0}
        words={{
          failed: translate('failed'),
          more: translate('done.more'),
          empty: {
            title: translate('done.empty'),
            why: translate(onlySuspicious || deviceId !== null ? 'done.why' : 'done.none'),
            clear: translate('done.clear'),
          },
        }}
        onClear={() => {
          setOnly(false)
          onEveryDevice()
        }}
        frame={(content) => (
          <Section title={translate('done.title')} note={translate('done.note')}>
            {content}
          </Section>
        )}
      >
        <DoneTable inspections={inspections} inspectorId={inspectorId} />
      </PagedList>
    </>
  )
}
