'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { LazyLine } from '../../components/chart/lazy-line.tsx'
import { formatHourMinute } from '../../components/format/date-time.ts'
import { formatMoneyLarge, formatMoneyTick } from '../../components/format/money.ts'
import { formatDifference } from '../../components/format/number.ts'
import { hourStartMs, hoursSeries, type LiveParts, lastFullHour, salesSince } from '../live/index.ts'
import { useUnit } from './use-unit.ts'
import classes from './wall-hours.module.css'

/** The smallest text on a wall is 17 units; a desk's chart has 11. */
const SCALE = 17 / 11

/** Sales by the hour over the same hours of last week. */
export function WallHours({ state, rates, comparison }: LiveParts) {
  const translate = useTranslations('live.hours')
  const wall = useTranslations('wall')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const unit = useUnit()
  const currency = rates.reportingCurrency
  const hourWords = (hourMs: number) => formatHourMinute(hourMs, { locale, timeZone })
  const money = (amountMinor: number) => formatMoneyLarge({ amountMinor: Math.round(amountMinor), currency }, locale)
  const series =
    comparison === undefined
      ? null
      : hoursSeries(comparison, { hourSoFar: salesSince(state.stores.values(), hourStartMs(nowMs)), nowMs }, rates)
  const last = series === null ? null : lastFullHour(series)
  const running = series?.points[series.running]
  return (
    <section className={classes.section} aria-labelledby="wall-hours">
      <header className={classes.head}>
        <h2 id="wall-hours">{translate('title')}</h2>
        <span>{wall('hoursNote', { currency })}</span>
        {last === null ? null : (
          <span className={classes.finding}>
            {last.change === null
              ? wall('lastHour', { hour: hourWords(last.point.hourMs), amount: money(last.point.salesMinor ?? 0) })
              : wall('lastHourChange', {
                  hour: hourWords(last.point.hourMs),
                  amount: money(last.point.salesMinor ?? 0),
                  difference: formatDifference(last.change, locale),
                })}
          </span>
        )}
      </header>
      <div className={classes.chart} role="img" aria-label={caption()}>
        <div className={classes.canvas}>
          {series === null ? null : (
            <LazyLine
              labels={series.points.map((point) => hourWords(point.hourMs))}
              labelEvery={3}
              actual={series.points.map((point) => point.salesMinor)}
              running={series.running > 0 ? series.running : null}
              compared={series.points.map((point) => point.lastWeekMinor)}
              names={{ actual: translate('sales'), compared: translate('lastWeek') }}
              formatTick={(amountMinor) => formatMoneyTick({ amountMinor: Math.round(amountMinor), currency }, locale)}
              formatValue={money}
              endText={
                running === undefined
                  ? null
                  : translate('running', { amount: money(running.salesMinor ?? 0), time: hourWords(running.hourMs) })
              }
              scale={SCALE * unit}
            />
          )}
        </div>
      </div>
    </section>
  )

  function caption(): string {
    if (last === null) return translate('captionNone')
    const facts = { hour: hourWords(last.point.hourMs), amount: money(last.point.salesMinor ?? 0) }
    return last.change === null
      ? translate('captionPlain', facts)
      : translate('caption', { ...facts, difference: formatDifference(last.change, locale) })
  }
}
