'use client'

import { useLocale, useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import type { Figure } from '../../components/figure-strip/figure-strip.tsx'
import { freshnessOf, liveFreshness } from '../../components/format/age.ts'
import { formatHourMinute } from '../../components/format/date-time.ts'
import { unknownMark } from '../../components/format/marks.ts'
import { formatMoney, formatMoneyLarge } from '../../components/format/money.ts'
import { formatCount, formatDifference, formatPercent } from '../../components/format/number.ts'
import { formatSpan } from '../../components/format/span.ts'
import { type AddedUp, addUp } from '../../components/money/add-up.ts'
import { useRateWords } from '../../components/money/use-rate-words.ts'
import { Glyph } from '../../components/status/glyph.tsx'
import {
  approvalRate,
  finished,
  hourStartMs,
  isReporting,
  PACE_MINUTES,
  pace,
  recentAttempts,
  salesSince,
  salesToday,
  sumSpans,
  unknownOutcomes,
  waitingInStores,
} from './figures.ts'
import { changeOf } from './hours-series.ts'
import type { LiveParts } from './live-parts.ts'
import { spanSales } from './span-sales.ts'

/** The figures the eye goes to first, each with its comparison; for *Live* and for walls. */
export function useHeadlineFigures({ state, lastWordMs, rates, comparison, asOfMs }: LiveParts): Figure[] {
  const translate = useTranslations('live')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const stores = [...state.stores.values()]
  const startMs = hourStartMs(nowMs)
  const today = addUp(salesToday(stores), rates)
  const hour = addUp(salesSince(stores, startMs), rates)
  const rate = approvalRate(recentAttempts(stores, nowMs))
  const unknowns = unknownOutcomes(stores)
  const waiting = waitingInStores(stores)
  const reporting = stores.filter(isReporting).length
  const lastWeek = comparison?.lastWeek

  const shared = {
    age: <Age sinceMs={lastWordMs} />,
    stale: lastWordMs === null || freshnessOf(lastWordMs, nowMs, liveFreshness) === 'stale',
  }
  const against = (now: AddedUp, before: AddedUp | null) => {
    if (before === null) return null
    const change = changeOf(now.amountMinor, before.amountMinor)
    return change === null
      ? translate('figures.noLastWeek')
      : translate('figures.againstLastWeek', { difference: formatDifference(change, locale) })
  }
  const besides = (sum: AddedUp) =>
    sum.unconverted.length === 0
      ? undefined
      : translate('figures.besides', {
          amounts: sum.unconverted.map((amount) => formatMoneyLarge(amount, locale)).join(', '),
        })
  const beforeRate = lastWeek === undefined ? null : approvalRate(sumSpans(lastWeek.rateWindow))
  const beforePace = lastWeek === undefined ? null : finished(sumSpans(lastWeek.paceWindow)) / PACE_MINUTES
  const lastDay = lastWeek === undefined ? null : addUp(spanSales(lastWeek.daySoFar), rates)
  const paceText = (perMinute: number) =>
    perMinute < 10 ? formatDecimal(perMinute, locale) : formatCount(Math.round(perMinute), locale)

  const figures: Figure[] = [
    {
      key: 'today',
      label: translate('figures.salesToday'),
      value: formatMoneyLarge(today, locale),
      note: (
        <TodayNote
          besides={besides(today)}
          against={against(today, lastDay)}
          change={lastDay === null ? null : changeOf(today.amountMinor, lastDay.amountMinor)}
          rate={today.rate}
        />
      ),
      ...shared,
    },
    {
      key: 'hour',
      label: translate('figures.sinceHour', { time: formatHourMinute(startMs, { locale, timeZone }) }),
      value: formatMoneyLarge(hour, locale),
      note: against(hour, lastWeek === undefined ? null : addUp(spanSales(lastWeek.hourSoFar), rates)),
      ...shared,
    },
    {
      key: 'approved',
      label: translate('figures.approved'),
      value: rate === null ? unknownMark : formatPercent(rate, locale),
      note: beforeRate === null ? '' : translate('figures.lastWeek', { value: formatPercent(beforeRate, locale) }),
      ...shared,
    },
    {
      key: 'pace',
      label: translate('figures.perMinute'),
      value: paceText(pace(stores, nowMs)),
      note: beforePace === null ? '' : translate('figures.lastWeek', { value: paceText(beforePace) }),
      ...shared,
    },
    {
      key: 'unknown',
      label: translate('figures.unknown'),
      value: formatCount(unknowns.count, locale),
      ...(unknowns.oldestMs === null
        ? { note: translate('figures.noneOpen') }
        : {
            noteTone: 'unk' as const,
            note: (
              <>
                <Glyph name="unk" tone="unk" />
                {translate('figures.oldest', {
                  amount: formatMoney(addUp(unknowns.amounts, rates), locale),
                  span: formatSpan(nowMs - unknowns.oldestMs, locale),
                })}
              </>
            ),
          }),
      ...shared,
    },
    {
      key: 'waiting',
      label: translate('figures.waiting'),
      ...(asOfMs !== null
        ? { value: unknownMark }
        : {
            value: formatCount(waiting.events, locale),
            unit: translate(waiting.events === 1 ? 'figures.event' : 'figures.events'),
          }),
      note:
        asOfMs !== null
          ? translate('past.notKept')
          : waiting.events === 0
            ? translate('figures.nothingWaiting')
            : translate('figures.waitingStores', { stores: waiting.stores, span: formatSpan(waiting.oldestMs, locale) }),
      ...shared,
    },
    {
      key: 'reporting',
      label: translate('figures.reporting'),
      value: formatCount(reporting, locale),
      unit: `/ ${formatCount(stores.length, locale)}`,
      ...(reporting === stores.length
        ? { note: translate('figures.allReporting') }
        : {
            note: (
              <>
                <Glyph name="stale" tone="ink-2" />
                {translate('figures.silent', { count: stores.length - reporting })}
              </>
            ),
          }),
      ...shared,
    },
  ]
  return figures
}

function formatDecimal(value: number, locale: 'en' | 'zh'): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value)
}

interface TodayNoteProps {
  /** Amounts without a rate. */
  readonly besides: string | undefined
  readonly against: string | null
  readonly change: number | null
  readonly rate: AddedUp['rate']
}

/** What is not in the sum, of which day the rate is, and the change: as much as fits, all of it on hover. */
function TodayNote({ besides, against, change, rate }: TodayNoteProps) {
  const locale = useLocale()
  const rateWords = useRateWords()
  const rateNote = rate === null ? null : rateWords(rate)
  if (rateNote === null && besides === undefined) return against
  const first = besides ?? (change === null ? null : formatDifference(change, locale))
  return <span title={joined(besides, rateNote, against)}>{joined(first, rateNote)}</span>
}

function joined(...notes: readonly (string | null | undefined)[]): string {
  return notes.filter(Boolean).join(' · ')
}
