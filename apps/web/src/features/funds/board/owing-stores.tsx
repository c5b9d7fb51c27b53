'use client'

import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { formatCount } from '../../../components/format/number.ts'
import { Amount } from '../../../components/money/amount.tsx'
import { useScope } from '../../../components/scope/use-scope.ts'
import { StoreName } from '../../../components/store-name/store-name.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { paymentsAddress } from '../payments-address.ts'
import classes from './owed-table.module.css'

/** The stores that wait for most, what is overdue first. */
export function OwingStores() {
  const translate = useTranslations('funds.owed')
  const locale = useLocale()
  const api = useApi()
  const { scope } = useScope()
  const stores = useQuery(api.funds.owingStores.queryOptions({ scope, limit: 100 }))
  if (stores.data === undefined) {
    return stores.error === null ? (
      <div style={{ minHeight: 300 }} aria-busy="true" />
    ) : (
      <ErrorState title={translate('storesFailed')} message={stores.error.message} onRetry={() => stores.refetch()} />
    )
  }
  return (
    <DataTable caption={translate('store')} minWidth={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('store')}</Table.Th>
          <Table.Th data-right>{translate('payments')}</Table.Th>
          <Table.Th data-right>{translate('oldest')}</Table.Th>
          <Table.Th data-right>{translate('overdue')}</Table.Th>
          <Table.Th data-right>{translate('total')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {stores.data.map((store) => (
          <Table.Tr key={`${store.storeId} ${store.currency}`}>
            <Table.Td>
              <StoreName store={store} href={`/stores/${store.storeId}`} />
            </Table.Td>
            <Table.Td data-right>{formatCount(store.payments, locale)}</Table.Td>
            <Table.Td data-right>
              {store.oldestDays > 0 ? translate('days', { count: store.oldestDays }) : <span className={classes.nothing}>·</span>}
            </Table.Td>
            <Table.Td data-right>
              {store.overdueMinor === 0 ? (
                <span className={classes.nothing}>·</span>
              ) : (
                <Amount amountMinor={store.overdueMinor} currency={store.currency} />
              )}
            </Table.Td>
            <Table.Td data-right>
              <Link
                className={classes.figure}
                href={paymentsAddress({ scope: `store:${store.storeId}`, currency: store.currency })}
              >
                <Amount amountMinor={store.owedMinor} currency={store.currency} />
              </Link>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
