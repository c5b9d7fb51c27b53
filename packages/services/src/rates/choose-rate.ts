/** One `base` is `rate` `quote` on that date. */
export interface DatedRate {
  readonly onDate: string
  readonly base: string
  readonly quote: string
  readonly rate: number
  readonly source: string
}

/** What one unit of `currency` is worth in the reporting currency. */
export interface ReportingRate {
  readonly currency: string
  readonly factor: number
  readonly onDate: string
  readonly source: string
}

/**
 * Finds what one unit of `currency` is worth in `reporting`: quoted directly, the other way round, or both against the same
 * base on the same day by the same source. Returns null otherwise: no rate, no sum.
 */
export function chooseRate(rates: readonly DatedRate[], currency: string, reporting: string): ReportingRate | null {
  const found = (rate: DatedRate, factor: number): ReportingRate => ({
    currency,
    factor,
    onDate: rate.onDate,
    source: rate.source,
  })
  const candidates = rates.flatMap((rate) => {
    if (rate.base === currency && rate.quote === reporting) return [found(rate, rate.rate)]
    if (rate.base === reporting && rate.quote === currency) return [found(rate, 1 / rate.rate)]
    if (rate.quote !== currency) return []
    const other = rates.find(
      (each) => each.quote === reporting && each.base === rate.base && each.onDate === rate.onDate && each.source === rate.source,
    )
    return other === undefined ? [] : [found(rate, other.rate / rate.rate)]
  })
  return candidates.reduce<ReportingRate | null>((best, each) => (best === null || each.onDate > best.onDate ? each : best), null)
}
