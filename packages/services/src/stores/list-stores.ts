import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, readTogether } from '../read-rows.ts'
import { scopeCondition, scopeValues } from './scope-condition.ts'

export const ListStoresInput = z.strictObject({ scope: WatchScope })
export type ListStoresInput = z.infer<typeof ListStoresInput>

/** What *Stores* shows besides the live state. */
export interface ListedStore {
  readonly storeId: number
  readonly code: string
  readonly name: string
  readonly nameLang: string
  readonly country: string
  readonly region: string
  readonly city: string
  readonly currency: string
  /** Last approved sale, by the agent's clock; null when there is none in the last 62 days. */
  readonly lastSaleAtMs: number | null
}

/** All stores of a scope, by code, with the time of their last sale. */
export async function listStores(ctx: ServiceContext, { scope }: ListStoresInput): Promise<ListedStore[]> {
  return readTogether(ctx, (rows) =>
    rows<ListedStore>(
      `select s.id as "storeId", s.code, s.name, s.name_lang as "nameLang", s.country::text as country, s.region, s.city,
         s.currency::text as currency, ${epochMs('last.opened_at')} as "lastSaleAtMs"
       from store s
       left join lateral (
         select p.opened_at from payment p
         where p.store_id = s.id and p.kind = 'sale' and p.outcome = 'approved'
           and p.opened_on >= ($4::timestamptz at time zone 'UTC')::date - 62
         order by p.opened_at desc, p.id limit 1
       ) last on true
       where ${scopeCondition}
       order by s.code`,
      ...scopeValues(storesWithin(ctx, scope)),
      ctx.now(),
    ),
  )
}
