import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { storesWithin } from '../../permissions/stores-within.ts'
import { epochMs, readTogether } from '../../read-rows.ts'
import { scopeValues } from '../../stores/scope-condition.ts'
import { ageBandSql, ageBands } from './age-bands.ts'
import { minorOf, places } from './places.ts'

export const FundsPaymentsFilter = z.strictObject({
  scope: WatchScope,
  acquirer: z.string().min(1).max(80).nullish(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullish(),
  band: z.enum(ageBands).nullish(),
  health: z
    .enum(['on_time', 'late', 'missing', 'short', 'over', 'duplicate', 'unknown', 'currency', 'fee', 'review', 'file_missing'])
    .nullish(),
  state: z.enum(['expected', 'not_told']).default('expected'),
  payoutId: z
    .string()
    .regex(/^\d{1,18}$/)
    .nullish(),
})
export const FundsPaymentsInput = z.strictObject({
  filter: FundsPaymentsFilter,
  /** The last row seen. */
  cursor: z.strictObject({ dueOn: z.iso.date().nullable(), paymentId: z.uuid() }).nullish(),
  limit: z.int().min(1).max(1_000).default(100),
})
export type FundsPaymentsInput = z.infer<typeof FundsPaymentsInput>

/** One payment with where its money is. */
export interface FundsPaymentRow {
  readonly paymentId: string
  readonly storeId: number
  readonly storeCode: string
  readonly storeName: string
  readonly openedAtMs: number
  readonly kind: 'sale' | 'refund'
  readonly currency: string
  readonly amountMinor: number
  /** null while nothing tells what should come. */
  readonly netMinor: number | null
  readonly acquirer: string | null
  readonly dueOn: string | null
  readonly arrivedOn: string | null
  readonly position: string
  readonly health: string
}

export interface FundsPaymentPage {
  readonly rows: readonly FundsPaymentRow[]
  readonly next: { readonly dueOn: string | null; readonly paymentId: string } | null
}

/** Payments behind a figure of the board, the longest due first. With a payout all of its payments, arrived or not. */
export async function listFundsPayments(
  ctx: ServiceContext,
  { filter, cursor, limit }: FundsPaymentsInput,
): Promise<FundsPaymentPage> {
  const { scope, acquirer = null, currency = null, band = null, health = null, state, payoutId = null } = filter
  const found = await readTogether(ctx, (rows) =>
    rows<FundsPaymentRow>(
      `with ${places}
       select p.payment_id as "paymentId", p.store_id as "storeId", place.code as "storeCode", place.name as "storeName",
              ${epochMs('q.opened_at')} as "openedAtMs", p.kind, p.currency::text as currency, p.amount_minor::float8 as "amountMinor",
              ${minorOf('p.net', 'p.currency')} as "netMinor", p.acquirer, p.due_on::text as "dueOn",
              p.arrived_on::text as "arrivedOn", p.position, p.health
       from funds_payment p join place on place.id = p.store_id
       join payment q on q.store_id = p.store_id and q.opened_on = p.opened_on and q.id = p.payment_id
       where (($11::int8 is null and p.open and p.state = $9 and p.arrived_on is null) or p.payout_id = $11)
         and ($5::text is null or p.acquirer = $5) and ($6::text is null or p.currency = $6) and ($8::text is null or p.health = $8)
         and ($7::text is null or ${ageBandSql('p.due_on', 'place.today')} = $7)
         and ($12::uuid is null or (coalesce(p.due_on, '-infinity'), p.payment_id) > (coalesce($13::date, '-infinity'), $12))
       order by coalesce(p.due_on, '-infinity'), p.payment_id limit $10`,
      ...scopeValues(storesWithin(ctx, scope)),
      ctx.now(),
      acquirer,
      currency,
      band,
      health,
      state,
      limit + 1,
      payoutId,
      cursor?.paymentId ?? null,
      cursor?.dueOn ?? null,
    ),
  )
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page,
    next: found.length > limit && last !== undefined ? { dueOn: last.dueOn, paymentId: last.paymentId } : null,
  }
}
