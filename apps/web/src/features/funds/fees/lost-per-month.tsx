'use client'

import type { FeeCheck } from '@counterfoil/services/funds'
import type { Rates } from '@counterfoil/services/rates'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { ChartBox } from '../../../components/chart/chart-box.tsx'
import { LazyBars } from '../../../components/chart/lazy-bars.tsx'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { formatMoney, formatMoneyTick } from '../../../components/format/money.ts'
import { languageTags } from '../../../i18n/locales.ts'
import { lostMonths } from './lost-months.ts'

/** Money lost to fees above the contract, month by month, in the currency of the chain. */
export function LostPerMonth({ check, rates }: { readonly check: FeeCheck; readonly rates: Rates }) {
  const translate = useTranslations('funds.fees')
  const locale = useLocale()
  const currency = rates.reportingCurrency
  const bars = lostMonths(check, rates)
  const month = new Intl.DateTimeFormat(languageTags[locale], { month: 'short', year: 'numeric', timeZone: 'UTC' })
  const word = (one: string) => month.format(new Date(`${one}-15T12:00:00Z`))
  const money = (amountMinor: number) => formatMoney({ amountMinor: Math.round(amountMinor), currency }, locale)
  const besides = [...new Set(bars.flatMap(({ unconverted }) => unconverted))]
  const total = money(bars.reduce((sum, { lostMinor }) => sum + lostMinor, 0))
  return (
    <ChartBox
      caption={
        besides.length === 0
          ? translate('caption', { total })
          : translate('captionBesides', { total, currencies: besides.join(', ') })
      }
      heightPx={190}
      words={{ asTable: translate('asTable'), asChart: translate('asChart') }}
      table={
        <DataTable caption={translate('lostTitle')} rowHeight={25}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('month')}</Table.Th>
              <Table.Th data-right>{translate('lost')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {bars.map((bar) => (
              <Table.Tr key={bar.month}>
                <Table.Td>{word(bar.month)}</Table.Td>
                <Table.Td data-right>{money(bar.lostMinor)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      }
    >
      <LazyBars
        labels={bars.map((bar) => word(bar.month))}
        parts={[{ name: translate('lost'), values: bars.map(({ lostMinor }) => lostMinor), look: 'alarm' }]}
        formatTick={(value) => formatMoneyTick({ amountMinor: Math.round(value), currency }, locale)}
        formatValue={money}
      />
    </ChartBox>
  )
}
