import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { storesWithin } from '../../permissions/stores-within.ts'
import { readTogether } from '../../read-rows.ts'
import { scopeValues } from '../../stores/scope-condition.ts'
import { minorOf, places } from './places.ts'

export const OwingStoresInput = z.strictObject({
  scope: WatchScope,
  acquirer: z.string().min(1).max(80).nullish(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullish(),
  limit: z.int().min(1).max(2_000).default(100),
})
export type OwingStoresInput = z.infer<typeof OwingStoresInput>

/** One store that waits for money, in one currency. */
export interface OwingStore {
  readonly storeId: number
  readonly code: string
  readonly name: string
  readonly nameLang: string
  readonly currency: string
  readonly owedMinor: number
  readonly overdueMinor: number
  readonly payments: number
  /** Days since the oldest of it was due; below one when nothing is overdue. */
  readonly oldestDays: number
}

/** The stores that wait for most, what is overdue first. */
export async function listOwingStores(ctx: ServiceContext, input: OwingStoresInput): Promise<readonly OwingStore[]> {
  const { scope, acquirer = null, currency = null, limit } = input
  return readTogether(ctx, (rows) =>
    rows<OwingStore>(
      `with ${places}
       select place.id as "storeId", place.code, place.name, place.name_lang as "nameLang", p.currency::text as currency,
              ${minorOf('sum(p.net)', 'p.currency')} as "owedMinor",
              coalesce(${minorOf('sum(p.net) filter (where p.due_on < place.today)', 'p.currency')}, 0) as "overdueMinor",
              count(*)::int4 as payments, max(place.today - p.due_on)::int4 as "oldestDays"
       from funds_payment p join place on place.id = p.store_id
       where p.open and p.state = 'expected' and p.arrived_on is null
         and ($5::text is null or p.acquirer = $5) and ($6::text is null or p.currency = $6)
       group by place.id, place.code, place.name, place.name_lang, p.currency
       order by "overdueMinor" desc, "owedMinor" desc, place.code limit $7`,
      ...scopeValues(storesWithin(ctx, scope)),
      ctx.now(),
      acquirer,
      currency,
      limit,
    ),
  )
}
