import type { LiveStore, MinuteSums, SpanSums } from '@counterfoil/services/live'
import type { CurrencyAmount } from '../../components/money/add-up.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const RATE_MINUTES = 15
export const PACE_MINUTES = 5

/** The hour the clock is in, on whole hours of UTC. */
export function hourStartMs(nowMs: number): number {
  return nowMs - (nowMs % HOUR_MS)
}

/** Each store's own business day. */
export function salesToday(stores: Iterable<LiveStore>): CurrencyAmount[] {
  return flat(stores, (store) =>
    store.days
      .filter((day) => day.businessDate === store.businessDate)
      .map((day) => ({ currency: day.currency, amountMinor: day.salesMinor })),
  )
}

export function salesSince(stores: Iterable<LiveStore>, fromMs: number): CurrencyAmount[] {
  return minutesBetween(stores, fromMs, Number.POSITIVE_INFINITY).map(([, currency, amountMinor]) => ({ currency, amountMinor }))
}

export interface Attempts {
  readonly approved: number
  readonly declined: number
  readonly cancelled: number
}

/** The last 15 full minutes and the running one. */
export function recentAttempts(stores: Iterable<LiveStore>, nowMs: number): Attempts {
  return sumMinutes(minutesBetween(stores, minuteStart(nowMs) - RATE_MINUTES * MINUTE_MS, Number.POSITIVE_INFINITY))
}

/** Finished payments a minute over the last five full minutes. */
export function pace(stores: Iterable<LiveStore>, nowMs: number): number {
  const untilMs = minuteStart(nowMs)
  return finished(sumMinutes(minutesBetween(stores, untilMs - PACE_MINUTES * MINUTE_MS, untilMs))) / PACE_MINUTES
}

/** Cancelled by the customer or the till is no answer of the issuer: it counts on neither side. null without an answer. */
export function approvalRate({ approved, declined }: Pick<Attempts, 'approved' | 'declined'>): number | null {
  return approved + declined === 0 ? null : approved / (approved + declined)
}

export function finished({ approved, declined, cancelled }: Attempts): number {
  return approved + declined + cancelled
}

export function sumSpans(spans: readonly SpanSums[]): Attempts {
  const total = (countOf: (span: SpanSums) => number) => spans.reduce((sum, span) => sum + countOf(span), 0)
  return {
    approved: total((span) => span.approved),
    declined: total((span) => span.declined),
    cancelled: total((span) => span.cancelled),
  }
}

export interface UnknownFigures {
  readonly count: number
  readonly amounts: readonly CurrencyAmount[]
  readonly oldestMs: number | null
}

export function unknownOutcomes(stores: Iterable<LiveStore>): UnknownFigures {
  const open = flat(stores, (store) => store.unknowns)
  return {
    count: open.length,
    amounts: open,
    oldestMs: open.length === 0 ? null : Math.min(...open.map((row) => row.openedAtMs)),
  }
}

export interface WaitingFigures {
  readonly events: number
  readonly stores: number
  readonly oldestMs: number
}

/** Events on the stores' disks that the hub does not hold yet, as the agents last said. */
export function waitingInStores(stores: Iterable<LiveStore>): WaitingFigures {
  const waiting = flat(stores, (store) => {
    const agents = store.agents.filter((agent) => agent.waiting > 0)
    return agents.length === 0 ? [] : [agents]
  })
  const agents = waiting.flat()
  return {
    events: agents.reduce((sum, agent) => sum + agent.waiting, 0),
    stores: waiting.length,
    oldestMs: Math.max(0, ...agents.map((agent) => agent.oldestMs)),
  }
}

/** A store reports while one of its agents is connected. */
export function isReporting(store: Pick<LiveStore, 'agents'>): boolean {
  return store.agents.some((agent) => agent.connected)
}

function minuteStart(nowMs: number): number {
  return nowMs - (nowMs % MINUTE_MS)
}

function minutesBetween(stores: Iterable<LiveStore>, fromMs: number, toMs: number): MinuteSums[] {
  return flat(stores, (store) => store.minutes.filter(([atMs]) => atMs >= fromMs && atMs < toMs))
}

function sumMinutes(minutes: readonly MinuteSums[]): Attempts {
  const total = (index: 4 | 5 | 6) => minutes.reduce((sum, minute) => sum + minute[index], 0)
  return { approved: total(4), declined: total(5), cancelled: total(6) }
}

function flat<Row>(stores: Iterable<LiveStore>, rowsOf: (store: LiveStore) => readonly Row[]): Row[] {
  const rows: Row[] = []
  for (const store of stores) rows.push(...rowsOf(store))
  return rows
}
