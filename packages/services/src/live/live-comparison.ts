/** Sums of one currency over some span. */
export interface SpanSums {
  readonly currency: string
  readonly salesMinor: number
  readonly approved: number
  readonly declined: number
  readonly cancelled: number
}

export interface HourSums extends SpanSums {
  /** When the hour began, ms; for last week moved ahead by seven days of the store's own clock. */
  readonly hourMs: number
}

export interface LiveComparison {
  readonly takenAtMs: number
  readonly fromMs: number
  readonly toMs: number
  readonly hours: readonly HourSums[]
  readonly lastWeekHours: readonly HourSums[]
  /** Seven days before now: the running hour so far, the last 15 minutes, the last 5 full minutes, the day so far. */
  readonly lastWeek: {
    readonly hourSoFar: readonly SpanSums[]
    readonly rateWindow: readonly SpanSums[]
    readonly paceWindow: readonly SpanSums[]
    readonly daySoFar: readonly SpanSums[]
  }
  /** Sales of each method on the same business day last week, whole day. */
  readonly lastWeekMethods: readonly {
    readonly currency: string
    readonly scheme: string
    readonly funding: string
    readonly wallet: string | null
    readonly salesMinor: number
  }[]
}
