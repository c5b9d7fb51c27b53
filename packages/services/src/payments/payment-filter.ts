import { FinalOutcome, InstantMs, PaymentKind, RowId, WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'

const Minor = z.int().min(0).max(999_999_999_999)
const Key = z.string().min(1).max(40)

/** What *Payments* can be narrowed to; everything left out means all. */
export const PaymentFilter = z.strictObject({
  scope: WatchScope,
  lane: Key.optional(),
  terminalId: RowId.optional(),
  scheme: Key.optional(),
  funding: z.enum(['credit', 'debit', 'prepaid', 'not_told']).optional(),
  wallet: Key.optional(),
  outcome: z.enum(['open', ...FinalOutcome.options, 'unknown']).optional(),
  kind: PaymentKind.optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  minMinor: Minor.optional(),
  maxMinor: Minor.optional(),
  fromMs: InstantMs.optional(),
  /** Exclusive. */
  toMs: InstantMs.optional(),
  last4: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  basket: z.string().min(1).max(100).optional(),
  receipt: z.string().min(1).max(20).optional(),
})
export type PaymentFilter = z.infer<typeof PaymentFilter>

/** A condition over `payment p` and the values of its parameters, which begin at `$1`. */
export interface SqlCondition {
  readonly text: string
  readonly values: readonly unknown[]
}

/** `storeIds` are the scope's. Only parameters carry what people typed. */
export function paymentCondition(filter: PaymentFilter, storeIds: readonly number[]): SqlCondition {
  const values: unknown[] = []
  const parts: string[] = []
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return
    values.push(value)
    parts.push(condition(`$${values.length}`))
  }
  add(storeIds, (p) => `p.store_id = any(${p}::int[])`)
  add(filter.lane, (p) => `p.lane_id in (select id from lane where key = ${p})`)
  add(filter.terminalId, (p) => `p.terminal_id = ${p}::int`)
  add(filter.scheme, (p) => `p.scheme = ${p}`)
  add(filter.funding, (p) => `p.funding = ${p}`)
  add(filter.wallet, (p) => `p.wallet = ${p}`)
  // Of the few with an open question there is an index, on the stage.
  add(filter.outcome, (p) => (filter.outcome === 'unknown' ? `p.outcome = ${p} and p.stage is not null` : `p.outcome = ${p}`))
  add(filter.kind, (p) => `p.kind = ${p}`)
  add(filter.currency, (p) => `p.currency = ${p}`)
  add(filter.minMinor, (p) => `coalesce(p.authorised_minor, p.requested_minor) >= ${p}::int8`)
  add(filter.maxMinor, (p) => `coalesce(p.authorised_minor, p.requested_minor) <= ${p}::int8`)
  // opened_on is the UTC date inside the id: a day either side keeps whatever a clock moved, and lets other months be skipped.
  add(
    toDate(filter.fromMs),
    (p) => `p.opened_at >= ${p}::timestamptz and p.opened_on >= (${p}::timestamptz at time zone 'UTC')::date - 1`,
  )
  add(
    toDate(filter.toMs),
    (p) => `p.opened_at < ${p}::timestamptz and p.opened_on <= (${p}::timestamptz at time zone 'UTC')::date + 1`,
  )
  add(filter.last4, (p) => `p.last4 = ${p}`)
  add(filter.basket, (p) => `p.basket = ${p}`)
  add(filter.receipt, (p) => `p.receipt = ${p}`)
  return { text: parts.join('\n and '), values }
}

function toDate(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms)
}
