'use client'

import type { ListedCommissioning } from '@counterfoil/services/commissioning'
import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { formatDate, formatDateTime } from '../../components/format/date-time.ts'
import { unknownMark } from '../../components/format/marks.ts'
import { Page } from '../../components/frame/page.tsx'
import { ScopePicker } from '../../components/scope/scope-picker.tsx'
import { useScope } from '../../components/scope/use-scope.ts'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './commissioning.module.css'

const AGAIN_MS = 15_000

/** Every store and how far it has come: those under way first, then those that are otherwise than agreed. */
export function CommissioningsPage() {
  const translate = useTranslations('commissioning')
  const api = useApi()
  const { scope, setScope } = useScope()
  const scopes = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const list = useQuery(api.commissioning.list.queryOptions({ scope }, { refetchInterval: AGAIN_MS }))
  return (
    <Page
      title={translate('title')}
      answers={translate('answers')}
      scope={<ScopePicker scope={scope} stores={scopes.data} onChange={setScope} />}
    >
      <div className={classes.padded}>
        {list.data === undefined ? (
          list.error === null ? (
            <div className={classes.toCome} aria-busy="true" />
          ) : (
            <ErrorState title={translate('failed')} message={list.error.message} onRetry={() => void list.refetch()} />
          )
        ) : list.data.stores.length === 0 ? (
          <EmptyState title={translate('list.none')} why={translate('list.noneWhy')} />
        ) : (
          <>
            <StoresTable stores={list.data.stores} />
            {list.data.more > 0 ? <p className={classes.quiet}>{translate('list.more', { count: list.data.more })}</p> : null}
          </>
        )}
      </div>
    </Page>
  )
}

function StoresTable({ stores }: { readonly stores: readonly ListedCommissioning[] }) {
  const translate = useTranslations('commissioning.list')
  return (
    <DataTable caption={translate('caption')} rowHeight={30} minWidth={620}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('store')}</Table.Th>
          <Table.Th>{translate('state')}</Table.Th>
          <Table.Th>{translate('since')}</Table.Th>
          <Table.Th>{translate('agreement')}</Table.Th>
          <Table.Th>{translate('differs')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {stores.map((store) => (
          <StoreRow key={store.storeId} store={store} />
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

function StoreRow({ store }: { readonly store: ListedCommissioning }) {
  const translate = useTranslations('commissioning.list')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { state, sinceMs, observed, version, liveSinceMs, deviations } = store
  return (
    <Table.Tr>
      <Table.Td>
        <StoreName store={store} href={`/stores/${store.storeId}/commissioning`} />
      </Table.Td>
      <Table.Td>
        <Status
          axis="commissioning"
          state={state ?? 'none'}
          note={state === 'testing' ? translate('observed', { count: observed }) : undefined}
        />
      </Table.Td>
      <Table.Td>{sinceMs === null ? unknownMark : formatDateTime(sinceMs, place, nowMs)}</Table.Td>
      <Table.Td>
        {version === null || liveSinceMs === null
          ? unknownMark
          : translate('version', { version, date: formatDate(liveSinceMs, place) })}
      </Table.Td>
      <Table.Td>{version === null ? unknownMark : deviations === 0 ? '·' : translate('kinds', { count: deviations })}</Table.Td>
    </Table.Tr>
  )
}
