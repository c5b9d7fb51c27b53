'use client'

import type { DevicePage as PageOfDevices } from '@counterfoil/services/devices'
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Age } from '../../components/age/age.tsx'
import { Page } from '../../components/frame/page.tsx'
import { PagedList } from '../../components/paged-list/paged-list.tsx'
import { ScopePicker } from '../../components/scope/scope-picker.tsx'
import { useScope } from '../../components/scope/use-scope.ts'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { AskManyButton } from '../command-groups/index.ts'
import type { AskableKind } from '../commands/index.ts'
import { UnwellSection } from '../device-health/index.ts'
import { ApprovalsSection } from './approvals-section.tsx'
import { listChoice } from './device-filter.ts'
import { DeviceTable } from './device-table.tsx'
import { DeviceTree } from './device-tree.tsx'
import classes from './devices-page.module.css'
import { ExportButton } from './export-button.tsx'
import { FilterBar } from './filter-bar.tsx'
import { FirmwareSection } from './firmware-section.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { SettingsSection } from './settings/settings-section.tsx'
import { useDeviceChoice } from './use-device-choice.ts'
import { useDeviceNews } from './use-device-news.ts'
import { useSelection } from './use-selection.ts'

/** Comes when somebody registers, not with the page. */
const RegisterDialog = dynamic(() => import('./register-dialog.tsx'), { ssr: false })

const ImportDialog = dynamic(() => import('./import-dialog.tsx'), { ssr: false })

/** How terminals answer changes without anybody's doing; what people do is told by the hub. */
const AGAIN_MS = 15_000
export const PAGE = 100

/** Every device there is: where in the chain, what it is, how it is. */
export function DevicesPage({
  mayChange,
  mayHold,
  maySend,
  mayFirmware,
  askable,
}: {
  readonly mayChange: boolean
  readonly mayHold: boolean
  readonly maySend: boolean
  /** Saying which firmware may run. */
  readonly mayFirmware: boolean
  /** What the person may ask of many agents. */
  readonly askable: readonly AskableKind[]
}) {
  const translate = useTranslations('devices')
  const api = useApi()
  const { scope, setScope } = useScope()
  const { choice, clear } = useDeviceChoice()
  const [importing, setImporting] = useState(false)
  const [registering, setRegistering] = useState(false)
  useDeviceNews()
  const scopes = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const pages = useInfiniteQuery(
    api.devices.list.infiniteQueryOptions(
      { filter: { scope, ...listChoice(choice) }, limit: PAGE },
      { initialCursor: null as PageOfDevices['next'], getNextPageParam: (page) => page.next, refetchInterval: AGAIN_MS },
    ),
  )
  const devices = pages.data?.pages.flatMap((page) => page.devices) ?? []
  const selection = useSelection(devices)
  return (
    <Page
      title={translate('title')}
      answers={translate('answers')}
      scope={<ScopePicker scope={scope} stores={scopes.data} onChange={setScope} />}
    >
      <div className={classes.columns}>
        <div className={classes.fleet}>
          <DeviceTree scope={scope} onScope={setScope} />
          <SettingsSection place={scope} mayChange={mayChange} maySend={maySend} />
          <ApprovalsSection scope={scope} />
          <FirmwareSection scope={scope} mayChange={mayFirmware} />
        </div>
        <div className={classes.main}>
          <FilterBar scope={scope}>
            <AskManyButton chosen={{ kind: 'place', scope }} kinds={askable} />
            <ExportButton filter={{ scope, ...listChoice(choice) }} />
            {mayChange ? <Button onClick={() => setImporting(true)}>{translate('import.open')}</Button> : null}
            {mayChange ? (
              <Button
                variant="filled"
                leftSection={<IconPlus size={15} stroke={1.6} aria-hidden="true" />}
                onClick={() => setRegistering(true)}
              >
                {translate('register.open')}
              </Button>
            ) : null}
          </FilterBar>
          <UnwellSection />
          <PagedList
            pages={pages}
            isEmpty={devices.length === 0}
            words={{
              failed: translate('failed'),
              more: translate('more'),
              empty: { title: translate('empty.title'), why: translate('empty.why'), clear: translate('empty.clear') },
            }}
            onClear={clear}
            frame={(content) => (
              <Section title={translate('list')} note={translate('order')} aside={<Age sinceMs={pages.dataUpdatedAt} />}>
                {content}
              </Section>
            )}
          >
            <DeviceTable devices={devices} selection={selection} />
            <SelectionBar
              devices={devices.filter(({ id }) => selection.ids.has(id))}
              filter={{ scope, ...listChoice(choice) }}
              mayChange={mayChange}
              mayHold={mayHold}
              askable={askable}
              onClear={() => selection.set([])}
            />
          </PagedList>
        </div>
      </div>
      {importing ? <ImportDialog onClose={() => setImporting(false)} /> : null}
      {registering ? <RegisterDialog stores={scopes.data ?? []} onClose={() => setRegistering(false)} /> : null}
    </Page>
  )
}
