'use client'

import type { FundsPaymentRow } from '@counterfoil/services/funds'
import { Button, Table } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { useTimeZone } from '../../../components/age/time-zone.tsx'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { formatDateTime } from '../../../components/format/date-time.ts'
import { Page } from '../../../components/frame/page.tsx'
import { Amount } from '../../../components/money/amount.tsx'
import { ScopePicker } from '../../../components/scope/scope-picker.tsx'
import { useScope } from '../../../components/scope/use-scope.ts'
import { Section } from '../../../components/section/section.tsx'
import { healthOf, positionOf } from '../../../components/status/money-states.ts'
import { Status } from '../../../components/status/status.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { TableExport } from '../tables/table-export.tsx'
import { useAcquirerName } from '../use-acquirer-name.ts'
import { useDayWords } from '../use-day-words.ts'
import classes from './funds-page.module.css'
import { bands } from './owed-rows.ts'

/** The payments behind a figure of the board. */
export function FundsPaymentsPage() {
  const translate = useTranslations('funds.payments')
  const api = useApi()
  const { scope, setScope } = useScope()
  const filter = { ...useFilter(), scope }
  const scopes = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const pages = useInfiniteQuery(
    api.funds.payments.infiniteQueryOptions({ filter, limit: 100 }, { getNextPageParam: ({ next }) => next ?? undefined }),
  )
  const rows = pages.data?.pages.flatMap((page) => page.rows)
  return (
    <Page
      title={translate('title')}
      answers={translate('answers')}
      scope={<ScopePicker scope={scope} stores={scopes.data} onChange={setScope} />}
    >
      {rows !== undefined ? (
        rows.length === 0 ? (
          <EmptyState
            title={translate('none')}
            why={translate('noneWhy')}
            first={
              <Link href="/funds" data-link>
                {translate('back')}
              </Link>
            }
          />
        ) : (
          <Section
            title={translate('list')}
            note={<FilterWords filter={filter} />}
            aside={<TableExport name={translate('list')} table="payments" query={{ filter }} />}
          >
            <PaymentRows rows={rows} />
            {pages.hasNextPage ? (
              <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()} mt="sm">
                {translate('more')}
              </Button>
            ) : null}
          </Section>
        )
      ) : pages.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={pages.error.message} onRetry={() => pages.refetch()} />
        </div>
      )}
    </Page>
  )
}

interface AddressFilter {
  readonly acquirer: string | null
  readonly currency: string | null
  readonly band: (typeof bands)[number] | null
  readonly state: 'expected' | 'not_told'
}

/** From the address; what it does not know of is left out. */
function useFilter(): AddressFilter {
  const parameters = useSearchParams()
  const currency = parameters.get('currency')
  return {
    acquirer: parameters.get('acquirer')?.slice(0, 80) || null,
    currency: currency !== null && /^[A-Z]{3}$/.test(currency) ? currency : null,
    band: bands.find((band) => band === parameters.get('band')) ?? null,
    state: parameters.get('state') === 'not_told' ? 'not_told' : 'expected',
  }
}

function FilterWords({ filter }: { readonly filter: AddressFilter }) {
  const translate = useTranslations('funds')
  const nameOf = useAcquirerName()
  const words = [
    filter.state === 'not_told' ? translate('payments.notTold') : null,
    filter.acquirer === null ? null : nameOf(filter.acquirer),
    filter.currency,
    filter.band === null ? null : translate(`owed.bands.${filter.band}`),
  ].filter((word) => word !== null)
  return words.length === 0 ? translate('payments.all') : words.join(' · ')
}

interface PaymentRowsProps {
  readonly rows: readonly FundsPaymentRow[]
  /** Of one payout: all of them are of one acquirer. */
  readonly ofOne?: boolean
}

export function PaymentRows({ rows, ofOne = false }: PaymentRowsProps) {
  const translate = useTranslations('funds.payments')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const dayWords = useDayWords()
  const nameOf = useAcquirerName()
  return (
    <DataTable caption={translate('list')} stacked minWidth={ofOne ? 640 : 860}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('payment')}</Table.Th>
          <Table.Th>{translate('store')}</Table.Th>
          {ofOne ? null : <Table.Th>{translate('acquirer')}</Table.Th>}
          <Table.Th>{translate('due')}</Table.Th>
          <Table.Th>{translate('position')}</Table.Th>
          <Table.Th>{translate('health')}</Table.Th>
          <Table.Th data-right>{translate('amount')}</Table.Th>
          <Table.Th data-right>{translate('net')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.paymentId}>
            <Table.Td>
              <Link href={`/payments/${row.paymentId}`} data-link>
                {formatDateTime(row.openedAtMs, place, nowMs)}
              </Link>
            </Table.Td>
            <Table.Td data-label={translate('store')}>
              {row.storeCode} {row.storeName}
            </Table.Td>
            {ofOne ? null : <Table.Td data-label={translate('acquirer')}>{nameOf(row.acquirer)}</Table.Td>}
            <Table.Td data-label={translate('due')}>{row.dueOn === null ? '–' : dayWords(row.dueOn)}</Table.Td>
            <Table.Td data-label={translate('position')}>
              <Status axis="funds" state={positionOf(row.position)} />
            </Table.Td>
            <Table.Td data-label={translate('health')}>
              <Status axis="health" state={healthOf(row.health)} />
            </Table.Td>
            <Table.Td data-right data-label={translate('amount')}>
              <Amount amountMinor={row.kind === 'sale' ? row.amountMinor : -row.amountMinor} currency={row.currency} />
            </Table.Td>
            <Table.Td data-right data-label={translate('net')}>
              {row.netMinor === null ? '–' : <Amount amountMinor={row.netMinor} currency={row.currency} />}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
