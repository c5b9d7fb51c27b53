'use client'

import type { WatchScope } from '@counterfoil/protocol'
import type { Rates } from '@counterfoil/services/rates'
import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { ChartBox } from '../../../components/chart/chart-box.tsx'
import { LazyBars } from '../../../components/chart/lazy-bars.tsx'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { formatAmountLarge, formatMoneyLarge, formatMoneyTick } from '../../../components/format/money.ts'
import { Section } from '../../../components/section/section.tsx'
import { languageTags } from '../../../i18n/locales.ts'
import { useApi } from '../../../trpc/client.tsx'
import { BOARD_EVERY_MS } from '../board-every.ts'
import { TableExport } from '../tables/table-export.tsx'
import { useDayWords } from '../use-day-words.ts'
import { type ForecastBar, type ForecastRange, forecastBars, forecastRange } from './forecast-days.ts'

const HEIGHT = 190

/** What should reach the accounts on each of the next 14 days, of sales that were made. */
export function ForecastSection({ scope, rates }: { readonly scope: WatchScope; readonly rates: Rates }) {
  const translate = useTranslations('funds.forecast')
  const api = useApi()
  const forecast = useQuery(api.funds.forecast.queryOptions({ scope }, { refetchInterval: BOARD_EVERY_MS }))
  return (
    <Section
      title={translate('title')}
      note={translate('note', { currency: rates.reportingCurrency })}
      aside={<TableExport name={translate('title')} table="forecast" query={{ scope }} />}
    >
      {forecast.data !== undefined ? (
        <Bars
          bars={forecastBars(forecast.data, rates)}
          range={forecastRange(forecast.data, rates)}
          currency={rates.reportingCurrency}
        />
      ) : forecast.error === null ? (
        <div style={{ minHeight: HEIGHT + 30 }} aria-busy="true" />
      ) : (
        <ErrorState title={translate('failed')} message={forecast.error.message} onRetry={() => forecast.refetch()} />
      )}
    </Section>
  )
}

interface BarsProps {
  readonly bars: readonly ForecastBar[]
  readonly range: ForecastRange | null
  readonly currency: string
}

function Bars({ bars, range, currency }: BarsProps) {
  const translate = useTranslations('funds.forecast')
  const locale = useLocale()
  const dayWords = useDayWords()
  const weekday = new Intl.DateTimeFormat(languageTags[locale], { weekday: 'short', timeZone: 'UTC' })
  const date = new Intl.DateTimeFormat(languageTags[locale], {
    day: 'numeric',
    month: locale === 'zh' ? 'numeric' : 'short',
    timeZone: 'UTC',
  })
  const labelOf = (day: string) => {
    const at = Date.parse(`${day}T12:00:00Z`)
    return [date.format(at), weekday.format(at)]
  }
  const money = (amountMinor: number) => formatMoneyLarge({ amountMinor: Math.round(amountMinor), currency }, locale)
  const total = bars.reduce((sum, bar) => sum + bar.expectedMinor + bar.overdueMinor, 0)
  const besides = [...new Set(bars.flatMap(({ unconverted }) => unconverted.map((one) => one.currency)))]
  const parts = [
    { name: translate('arrived'), values: bars.map((bar) => bar.arrivedMinor), look: 'solid' },
    { name: translate('expected'), values: bars.map((bar) => bar.expectedMinor), look: 'quiet' },
    { name: translate('overdue'), values: bars.map((bar) => bar.overdueMinor), look: 'alarm' },
  ] as const
  return (
    <ChartBox
      caption={[
        besides.length === 0
          ? translate('caption', { total: money(total) })
          : translate('captionBesides', { total: money(total), currencies: besides.join(', ') }),
        ...(range === null ? [] : [translate('range', { least: money(range.leastMinor), most: money(range.mostMinor) })]),
      ].join(' ')}
      heightPx={HEIGHT}
      words={{ asTable: translate('asTable'), asChart: translate('asChart') }}
      table={
        <DataTable caption={translate('title')} rowHeight={25}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('day')}</Table.Th>
              {parts.map(({ name }) => (
                <Table.Th key={name} data-right>
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {bars.map((bar, index) => (
              <Table.Tr key={bar.day}>
                <Table.Td>{dayWords(bar.day)}</Table.Td>
                {parts.map(({ name, values }) => (
                  <Table.Td key={name} data-right>
                    {money(values[index] ?? 0)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      }
    >
      <LazyBars
        labels={bars.map(({ day }) => labelOf(day))}
        parts={parts}
        formatTick={(value) => formatMoneyTick({ amountMinor: Math.round(value), currency }, locale)}
        formatValue={money}
        formatTotal={(value) => formatAmountLarge({ amountMinor: Math.round(value), currency }, locale)}
      />
    </ChartBox>
  )
}
