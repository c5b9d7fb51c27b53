import type { AgentEventOf } from '@counterfoil/protocol'
import type { EventPlace } from './payment-state.ts'

/** What one or more finalised payments add to the sums of one method. */
export interface SalesSum {
  readonly storeId: number
  readonly businessDate: string
  /** Start of the minute the payment was finalised in, by the agent's clock, ms. */
  readonly minuteMs: number
  readonly currency: string
  readonly scheme: string
  readonly funding: string
  /** '' for none: part of a key, so never null. */
  readonly wallet: string
  /** Approved sales less refunds and reversals, minor units. */
  readonly salesMinor: number
  readonly refundedMinor: number
  readonly approved: number
  readonly declined: number
  readonly cancelled: number
}

/** What one finalised payment adds, or null for an unsuccessful refund or reversal, which changes no sum. */
export function salesOf(event: AgentEventOf<'payment.finalised'>, place: EventPlace): SalesSum | null {
  const approved = event.outcome === 'approved'
  const sale = event.paymentKind === 'sale'
  if (!sale && !approved) return null
  const method = event.result.method
  return {
    storeId: place.storeId,
    businessDate: place.businessDate,
    minuteMs: event.at - (event.at % 60_000),
    currency: event.currency,
    scheme: method?.scheme ?? 'none',
    funding: method?.funding ?? 'not_told',
    wallet: method?.wallet ?? '',
    salesMinor: approved ? (sale ? event.amountMinor : -event.amountMinor) : 0,
    refundedMinor: sale ? 0 : event.amountMinor,
    approved: sale && approved ? 1 : 0,
    declined: event.outcome === 'declined' ? 1 : 0,
    cancelled: event.outcome === 'cancelled' ? 1 : 0,
  }
}

type KeyOf = (sum: SalesSum) => string

export const minuteKey: KeyOf = (sum) =>
  `${sum.storeId}\u0000${String(sum.minuteMs).padStart(16, '0')}\u0000${sum.currency}\u0000${sum.scheme}\u0000${sum.funding}\u0000${sum.wallet}`
export const dayKey: KeyOf = (sum) =>
  `${sum.storeId}\u0000${sum.businessDate}\u0000${sum.currency}\u0000${sum.scheme}\u0000${sum.funding}\u0000${sum.wallet}`

/** One row per key, sorted by key: two hubs that share rows touch them in the same order. */
export function addUp(sums: readonly SalesSum[], keyOf: KeyOf): SalesSum[] {
  const byKey = new Map<string, SalesSum>()
  for (const sum of sums) {
    const key = keyOf(sum)
    const held = byKey.get(key)
    byKey.set(key, held === undefined ? sum : plus(held, sum))
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
}

function plus(a: SalesSum, b: SalesSum): SalesSum {
  return {
    ...a,
    salesMinor: a.salesMinor + b.salesMinor,
    refundedMinor: a.refundedMinor + b.refundedMinor,
    approved: a.approved + b.approved,
    declined: a.declined + b.declined,
    cancelled: a.cancelled + b.cancelled,
  }
}
