'use client'

import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { ChartBox } from '../../components/chart/chart-box.tsx'
import { LazyLine } from '../../components/chart/lazy-line.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { formatHourMinute, formatZone } from '../../components/format/date-time.ts'
import { unknownMark } from '../../components/format/marks.ts'
import { formatMoneyLarge, formatMoneyTick } from '../../components/format/money.ts'
import { formatDifference, formatPercent } from '../../components/format/number.ts'
import { addUp } from '../../components/money/add-up.ts'
import { useRateWords } from '../../components/money/use-rate-words.ts'
import { Section } from '../../components/section/section.tsx'
import { hourStartMs, salesSince, salesToday } from './figures.ts'
import classes from './hours-charts.module.css'
import { type HoursSeries, hoursSeries, lastFullHour, rateRange } from './hours-series.ts'
import type { LiveParts } from './live-parts.ts'

const SALES_HEIGHT = 210
const RATE_HEIGHT = 96

interface HoursChartsProps extends LiveParts {
  readonly error: { readonly message: string } | null
  readonly onRetry: () => void
}

/** Sales by the hour over the same hours of last week, and under it the approval rate of the same hours. */
export function HoursCharts({ state, lastWordMs, rates, comparison, error, onRetry }: HoursChartsProps) {
  const translate = useTranslations('live.hours')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const rateWords = useRateWords()
  const stores = [...state.stores.values()]
  const rate = addUp(salesToday(stores), rates).rate
  const zone = formatZone(nowMs, { locale, timeZone })
  const currency = rates.reportingCurrency
  const note =
    rate === null ? translate('note', { currency, zone }) : translate('noteRate', { currency, zone, source: rateWords(rate) })
  const series =
    comparison === undefined ? null : hoursSeries(comparison, { hourSoFar: salesSince(stores, hourStartMs(nowMs)), nowMs }, rates)
  return (
    <Section title={translate('title')} note={note} aside={<Age sinceMs={lastWordMs} />}>
      {series !== null ? (
        <>
          <SalesChart series={series} currency={currency} />
          <RateChart series={series} />
        </>
      ) : error === null ? (
        <div className={classes.toCome} style={{ minHeight: SALES_HEIGHT + RATE_HEIGHT + 84 }} aria-busy="true" />
      ) : (
        <ErrorState title={translate('failed')} message={error.message} onRetry={onRetry} />
      )}
    </Section>
  )
}

function useHourWords() {
  const locale = useLocale()
  const timeZone = useTimeZone()
  return (hourMs: number) => formatHourMinute(hourMs, { locale, timeZone })
}

function SalesChart({ series, currency }: { readonly series: HoursSeries; readonly currency: string }) {
  const translate = useTranslations('live.hours')
  const locale = useLocale()
  const hourWords = useHourWords()
  const { points, running } = series
  const money = (amountMinor: number) => formatMoneyLarge({ amountMinor: Math.round(amountMinor), currency }, locale)
  const tick = (amountMinor: number) => formatMoneyTick({ amountMinor: Math.round(amountMinor), currency }, locale)
  const last = lastFullHour(series)
  const runningPoint = points[running]
  const facts = last === null ? null : { hour: hourWords(last.point.hourMs), amount: money(last.point.salesMinor ?? 0) }
  const caption =
    facts === null
      ? translate('captionNone')
      : last === null || last.change === null
        ? translate('captionPlain', facts)
        : translate('caption', { ...facts, difference: formatDifference(last.change, locale) })
  return (
    <ChartBox
      caption={caption}
      heightPx={SALES_HEIGHT}
      words={{ asTable: translate('asTable'), asChart: translate('asChart') }}
      table={
        <HoursTable
          series={series}
          heads={[translate('sales'), translate('lastWeek')]}
          cells={(point) =>
            [point.salesMinor, point.lastWeekMinor].map((amount) => (amount === null ? unknownMark : money(amount)))
          }
        />
      }
    >
      <LazyLine
        labels={points.map((point) => hourWords(point.hourMs))}
        labelEvery={3}
        actual={points.map((point) => point.salesMinor)}
        running={running > 0 ? running : null}
        compared={points.map((point) => point.lastWeekMinor)}
        names={{ actual: translate('sales'), compared: translate('lastWeek') }}
        formatTick={tick}
        formatValue={money}
        endText={
          runningPoint === undefined
            ? null
            : translate('running', { amount: money(runningPoint.salesMinor ?? 0), time: hourWords(runningPoint.hourMs) })
        }
      />
    </ChartBox>
  )
}

function RateChart({ series }: { readonly series: HoursSeries }) {
  const translate = useTranslations('live.hours')
  const locale = useLocale()
  const hourWords = useHourWords()
  const { points, running } = series
  const percent = (rate: number | null) => (rate === null ? unknownMark : formatPercent(rate, locale))
  const last = points.slice(0, Math.max(0, running)).findLast((point) => point.rate !== null)
  const runningRate = points[running]?.rate ?? null
  const ratio = (rate: number | null) => (rate === null ? null : rate * 100)
  return (
    <>
      <h3 className={classes.subtitle}>
        {translate('rateTitle')} <span className={classes.note}>{translate('rateNote')}</span>
      </h3>
      <ChartBox
        caption={
          last === undefined
            ? translate('rateCaptionNone')
            : translate('rateCaption', { hour: hourWords(last.hourMs), rate: percent(last.rate) })
        }
        heightPx={RATE_HEIGHT}
        words={{ asTable: translate('asTable'), asChart: translate('asChart') }}
        table={
          <HoursTable
            series={series}
            heads={[translate('approved'), translate('lastWeekApproved')]}
            cells={(point) => [percent(point.rate), percent(point.lastWeekRate)]}
          />
        }
      >
        <LazyLine
          labels={points.map((point) => hourWords(point.hourMs))}
          labelEvery={3}
          actual={points.map((point) => ratio(point.rate))}
          running={runningRate === null ? null : running}
          compared={points.map((point) => ratio(point.lastWeekRate))}
          names={{ actual: translate('approved'), compared: translate('lastWeekApproved') }}
          formatTick={(value) => formatPercent(value / 100, locale, 0)}
          formatValue={(value) => formatPercent(value / 100, locale)}
          endText={runningRate === null ? (last === undefined ? null : percent(last.rate)) : percent(runningRate)}
          range={rateRange(points)}
        />
      </ChartBox>
    </>
  )
}

interface HoursTableProps {
  readonly series: HoursSeries
  readonly heads: readonly string[]
  readonly cells: (point: HoursSeries['points'][number]) => readonly string[]
}

function HoursTable({ series, heads, cells }: HoursTableProps) {
  const translate = useTranslations('live.hours')
  const hourWords = useHourWords()
  return (
    <DataTable caption={translate('title')} rowHeight={25}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('hour')}</Table.Th>
          {heads.map((head) => (
            <Table.Th key={head} data-right>
              {head}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {series.points.map((point) => (
          <Table.Tr key={point.hourMs}>
            <Table.Td>{hourWords(point.hourMs)}</Table.Td>
            {cells(point).map((cell, k) => (
              <Table.Td key={heads[k]} data-right>
                {cell}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
