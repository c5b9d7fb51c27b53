'use client'

import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatMoneyParts } from '../../components/format/money.ts'
import { addUp, sumByCurrency } from '../../components/money/add-up.ts'
import { useRateWords } from '../../components/money/use-rate-words.ts'
import { Section } from '../../components/section/section.tsx'
import { salesToday } from './figures.ts'
import type { LiveParts } from './live-parts.ts'

/** Each currency as it was taken, and what it comes to in the reporting currency at which rate. */
export function CurrencySums({ state, lastWordMs, rates }: LiveParts) {
  const translate = useTranslations('live.currencies')
  const locale = useLocale()
  const rateWords = useRateWords()
  const rows = sumByCurrency(salesToday(state.stores.values()))
  if (rows.length === 0) return null
  return (
    <Section title={translate('title')} aside={<Age sinceMs={lastWordMs} />}>
      <DataTable caption={translate('title')} rowHeight={25} minWidth={340}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{translate('currency')}</Table.Th>
            <Table.Th data-right>{translate('own')}</Table.Th>
            <Table.Th data-right>{translate('converted', { currency: rates.reportingCurrency })}</Table.Th>
            <Table.Th data-right>{translate('rate')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => {
            const added = addUp([row], rates)
            const converted = added.unconverted.length === 0
            return (
              <Table.Tr key={row.currency}>
                <Table.Td>{row.currency}</Table.Td>
                <Table.Td data-right>{formatMoneyParts(row, locale).amount}</Table.Td>
                <Table.Td data-right>{converted ? formatMoneyParts(added, locale).amount : translate('noRate')}</Table.Td>
                <Table.Td data-right>{added.rate === null ? '' : rateWords(added.rate)}</Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </DataTable>
    </Section>
  )
}
