'use client'

import type { ListedRedundancy } from '@counterfoil/services/redundancy'
import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { unknownMark } from '../../components/format/marks.ts'
import { formatCount } from '../../components/format/number.ts'
import { Page } from '../../components/frame/page.tsx'
import { ScopePicker } from '../../components/scope/scope-picker.tsx'
import { useScope } from '../../components/scope/use-scope.ts'
import { SearchBar } from '../../components/search-bar/search-bar.tsx'
import { SearchChip } from '../../components/search-bar/search-chip.tsx'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './redundancy.module.css'
import { axisNames, LONGEST_SEARCH, parseRedundancyChoice, stateNames } from './redundancy-choice.ts'

const AGAIN_MS = 30_000

/** Every store by what it has only once: single first, then what nobody has seen work for long. */
export function RedundancyListPage() {
  const translate = useTranslations('redundancy')
  const states = useTranslations('status.redundancy')
  const locale = useLocale()
  const api = useApi()
  const router = useRouter()
  const pathname = usePathname()
  const address = useSearchParams()
  const choice = parseRedundancyChoice((name) => address.get(name))
  const { scope, setScope } = useScope()
  const scopes = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const list = useQuery(api.redundancy.list.queryOptions({ scope, ...choice }, { refetchInterval: AGAIN_MS }))
  const change = (name: 'search' | 'state', value: string) => {
    const parameters = new URLSearchParams(address)
    if (value === '') parameters.delete(name)
    else parameters.set(name, value)
    router.replace(parameters.size === 0 ? pathname : `${pathname}?${parameters}`)
  }
  return (
    <Page
      title={translate('title')}
      answers={translate('answers')}
      scope={<ScopePicker scope={scope} stores={scopes.data} onChange={setScope} />}
    >
      <SearchBar
        words={{ label: translate('list.filter'), search: translate('list.search'), go: translate('list.go') }}
        search={choice.search ?? ''}
        longest={LONGEST_SEARCH}
        onSearch={(search) => change('search', search)}
        aside={null}
      >
        {stateNames.map((state) => (
          <SearchChip
            key={state}
            chosen={choice.state === state}
            count={list.data === undefined ? unknownMark : formatCount(list.data.counts[state], locale)}
            label={states(state)}
            onToggle={() => change('state', choice.state === state ? '' : state)}
          />
        ))}
      </SearchBar>
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

function StoresTable({ stores }: { readonly stores: readonly ListedRedundancy[] }) {
  const translate = useTranslations('redundancy')
  return (
    <DataTable caption={translate('list.caption')} rowHeight={30} minWidth={820}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('list.store')}</Table.Th>
          {axisNames.map((axis) => (
            <Table.Th key={axis}>{translate(`axes.${axis}.title`)}</Table.Th>
          ))}
          <Table.Th>{translate('list.shown')}</Table.Th>
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

function StoreRow({ store }: { readonly store: ListedRedundancy }) {
  const translate = useTranslations('redundancy')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const { states, shownAtMs, drill } = store
  return (
    <Table.Tr>
      <Table.Td>
        <StoreName store={store} href={`/stores/${store.storeId}/redundancy`} />
      </Table.Td>
      {axisNames.map((axis) => (
        <Table.Td key={axis}>
          <Status axis="redundancy" state={states[axis]} note={drill === axis ? translate('list.drill') : undefined} />
        </Table.Td>
      ))}
      <Table.Td>{shownAtMs === null ? translate('list.never') : formatDate(shownAtMs, place)}</Table.Td>
    </Table.Tr>
  )
}
