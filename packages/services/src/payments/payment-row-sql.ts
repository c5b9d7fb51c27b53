import type { LivePayment, PaymentRow } from '@counterfoil/protocol'
import { epochMs } from '../read-rows.ts'

/** Columns of one payment as live figures tell it; `payment p` must be joined with `paymentRowJoin`. */
export const livePaymentColumns = `
  p.id::text as id, p.store_id, l.key as lane, coalesce(a.key, '') as terminal_key, p.kind, p.currency::text as currency,
  coalesce(p.authorised_minor, p.requested_minor)::float8 as amount_minor, p.outcome, p.stage, p.recovered,
  p.scheme, p.funding, p.wallet, ${epochMs('p.opened_at')} as opened_ms, ${epochMs('p.updated_at')} as updated_ms`

/** The same for pages that only those see who may see payments. */
export const paymentRowColumns = `${livePaymentColumns}, p.last4`

/** A terminal's key is the one it has now, or had last. */
export const paymentRowJoin = `
  join lane l on l.id = p.lane_id
  left join lateral (
    select ta.key from terminal_assignment ta where ta.terminal_id = p.terminal_id order by ta.since desc limit 1
  ) a on true`

export interface LivePaymentRecord {
  readonly id: string
  readonly store_id: number
  readonly lane: string
  readonly terminal_key: string
  readonly kind: PaymentRow['kind']
  readonly currency: string
  readonly amount_minor: number
  readonly outcome: PaymentRow['outcome']
  readonly stage: string | null
  readonly recovered: boolean
  readonly scheme: string | null
  readonly funding: string | null
  readonly wallet: string | null
  readonly opened_ms: number
  readonly updated_ms: number
}

export interface PaymentRowRecord extends LivePaymentRecord {
  readonly last4: string | null
}

export function toPaymentRow(record: PaymentRowRecord): PaymentRow {
  return { ...toLivePayment(record), last4: record.last4 }
}

export function toLivePayment(record: LivePaymentRecord): LivePayment {
  return {
    id: record.id,
    storeId: record.store_id,
    lane: record.lane,
    terminalKey: record.terminal_key,
    kind: record.kind,
    amountMinor: record.amount_minor,
    currency: record.currency,
    outcome: record.outcome,
    stage: record.stage,
    recovered: record.recovered,
    scheme: record.scheme,
    funding: record.funding,
    wallet: record.wallet || null,
    openedAtMs: record.opened_ms,
    updatedAtMs: record.updated_ms,
  }
}
