import type { HourSums, LiveComparison } from '@counterfoil/services/live'
import type { Rates } from '@counterfoil/services/rates'
import { addUp, type CurrencyAmount } from '../../components/money/add-up.ts'
import { type Attempts, approvalRate, HOUR_MS, hourStartMs, sumSpans } from './figures.ts'

/** One column of the hours charts; null where there is nothing to say. */
export interface HourPoint {
  readonly hourMs: number
  readonly salesMinor: number | null
  readonly lastWeekMinor: number | null
  readonly rate: number | null
  readonly lastWeekRate: number | null
}

export interface HoursSeries {
  readonly points: readonly HourPoint[]
  /** The hour the clock is in; −1 once the comparison is too old to hold it. */
  readonly running: number
}

/** Joins the hours of this week and last; the running hour is what the live minutes say. */
export function hoursSeries(
  comparison: LiveComparison,
  live: { readonly hourSoFar: readonly CurrencyAmount[]; readonly nowMs: number },
  rates: Rates,
): HoursSeries {
  const runningMs = hourStartMs(live.nowMs)
  const thisWeek = Map.groupBy(comparison.hours, (hour) => hour.hourMs)
  const lastWeek = Map.groupBy(comparison.lastWeekHours, (hour) => hour.hourMs)
  const points: HourPoint[] = []
  for (let hourMs = comparison.fromMs; hourMs < comparison.toMs; hourMs += HOUR_MS) {
    const now = thisWeek.get(hourMs) ?? []
    const then = lastWeek.get(hourMs) ?? []
    points.push({
      hourMs,
      salesMinor:
        hourMs > runningMs ? null : hourMs === runningMs ? addUp(live.hourSoFar, rates).amountMinor : salesOf(now, rates),
      lastWeekMinor: lastWeek.size === 0 ? null : salesOf(then, rates),
      rate: hourMs > runningMs ? null : rateOf(now),
      lastWeekRate: rateOf(then),
    })
  }
  return { points, running: points.findIndex((point) => point.hourMs === runningMs) }
}

/** The last hour that is over, with the change since last week; null when nothing was sold. */
export function lastFullHour({
  points,
  running,
}: HoursSeries): { readonly point: HourPoint; readonly change: number | null } | null {
  const point = points[running - 1]
  if (point === undefined || points.slice(0, running).every((each) => (each.salesMinor ?? 0) === 0)) return null
  return { point, change: changeOf(point.salesMinor, point.lastWeekMinor) }
}

/** How much more than before; null where there is nothing to compare with. */
export function changeOf(now: number | null, before: number | null): number | null {
  return now === null || before === null || before <= 0 ? null : now / before - 1
}

/** Axis of a rate: from 85 %, or from lower where the rate is lower. */
export function rateRange(points: readonly HourPoint[]): { readonly min: number; readonly max: number; readonly step: number } {
  const lowest = Math.min(
    85,
    ...points.flatMap((point) => [point.rate, point.lastWeekRate]).flatMap((rate) => (rate === null ? [] : rate * 100)),
  )
  const step = lowest >= 80 ? 5 : lowest >= 50 ? 10 : 25
  return { min: Math.max(0, Math.floor(lowest / step) * step), max: 100, step }
}

function salesOf(hours: readonly HourSums[], rates: Rates): number {
  return addUp(
    hours.map((hour) => ({ currency: hour.currency, amountMinor: hour.salesMinor })),
    rates,
  ).amountMinor
}

function rateOf(hours: readonly HourSums[]): number | null {
  const attempts: Attempts = sumSpans(hours)
  return approvalRate(attempts)
}
