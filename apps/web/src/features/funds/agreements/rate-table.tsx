'use client'

import type { Rates } from '@counterfoil/services/rates'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { languageTags } from '../../../i18n/locales.ts'
import { useDayWords } from '../use-day-words.ts'

/** What one unit of each currency counts for, and by whose word. */
export function RateTable({ rates }: { readonly rates: Rates }) {
  const translate = useTranslations('funds.agreements')
  const dayWords = useDayWords()
  const exact = new Intl.NumberFormat(languageTags[useLocale()], { maximumSignificantDigits: 7 })
  if (rates.rates.length === 0) return <p>{translate('noRates')}</p>
  return (
    <DataTable caption={translate('rates')} rowHeight={30} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('currency')}</Table.Th>
          <Table.Th data-right>{translate('rate')}</Table.Th>
          <Table.Th>{translate('onDate')}</Table.Th>
          <Table.Th>{translate('rateSource')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rates.rates.map((one) => (
          <Table.Tr key={one.currency}>
            <Table.Td>{one.currency}</Table.Td>
            <Table.Td data-right data-label={translate('rate')}>
              {exact.format(one.factor)} {rates.reportingCurrency}
            </Table.Td>
            <Table.Td data-label={translate('onDate')}>{dayWords(one.onDate)}</Table.Td>
            <Table.Td data-label={translate('rateSource')}>{one.source}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
