'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { formatCount } from '../../../components/format/number.ts'
import { Amount } from '../../../components/money/amount.tsx'
import { Section } from '../../../components/section/section.tsx'
import { StoreName } from '../../../components/store-name/store-name.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { BOARD_EVERY_MS } from '../board-every.ts'
import { TableExport } from '../tables/table-export.tsx'
import { useDayWords } from '../use-day-words.ts'
import classes from './funds-page.module.css'

/** Terminals whose payments have reached no batch for two days: named before the money is late. */
export function SilentTerminalsSection({ scope }: { readonly scope: WatchScope }) {
  const translate = useTranslations('funds.silentTerminals')
  const locale = useLocale()
  const dayWords = useDayWords()
  const api = useApi()
  const terminals = useQuery(api.funds.silentTerminals.queryOptions({ scope }, { refetchInterval: BOARD_EVERY_MS }))
  if (terminals.error !== null && terminals.data === undefined)
    return (
      <Section title={translate('title')}>
        <ErrorState title={translate('failed')} message={terminals.error.message} onRetry={() => terminals.refetch()} />
      </Section>
    )
  if (terminals.data === undefined || terminals.data.length === 0) return null
  return (
    <Section
      title={translate('title')}
      note={translate('note')}
      aside={<TableExport name={translate('title')} table="silent_terminals" query={{ scope }} />}
    >
      <DataTable caption={translate('title')} minWidth={640} rowHeight={25} stacked>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{translate('terminal')}</Table.Th>
            <Table.Th>{translate('store')}</Table.Th>
            <Table.Th>{translate('whyTitle')}</Table.Th>
            <Table.Th data-right>{translate('since')}</Table.Th>
            <Table.Th data-right>{translate('payments')}</Table.Th>
            <Table.Th data-right>{translate('amount')}</Table.Th>
            <Table.Th data-right>{translate('late')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {terminals.data.map((one) => (
            <Table.Tr key={`${one.terminalId} ${one.currency}`}>
              <Table.Td>
                {one.terminal}
                {one.tid === null || one.tid === one.terminal ? null : <span className={classes.tid}> {one.tid}</span>}
              </Table.Td>
              <Table.Td>
                <StoreName
                  store={{ code: one.storeCode, name: one.storeName, nameLang: one.storeNameLang }}
                  href={`/stores/${one.storeId}`}
                />
              </Table.Td>
              <Table.Td>{translate(`why.${one.why}`)}</Table.Td>
              <Table.Td data-right data-label={translate('since')}>
                {dayWords(one.sinceDay)}
              </Table.Td>
              <Table.Td data-right data-label={translate('payments')}>
                {formatCount(one.payments, locale)}
              </Table.Td>
              <Table.Td data-right data-label={translate('amount')}>
                <Amount amountMinor={one.amountMinor} currency={one.currency} />
              </Table.Td>
              <Table.Td data-right data-label={translate('late')}>
                {dayWords(one.lateAfter)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
    </Section>
  )
}
