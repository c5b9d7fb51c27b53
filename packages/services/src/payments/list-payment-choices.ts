import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { readTogether } from '../read-rows.ts'
import { findStoresInScope } from '../stores/find-stores-in-scope.ts'

const DAYS_BACK = 7

export const PaymentChoicesInput = z.strictObject({ scope: WatchScope })
export type PaymentChoicesInput = z.infer<typeof PaymentChoicesInput>

/** What the filters of *Payments* offer within a scope. */
export interface PaymentChoices {
  readonly schemes: readonly string[]
  readonly wallets: readonly string[]
  readonly currencies: readonly string[]
  readonly lanes: readonly string[]
  /** Only within one store: a chain has too many to choose from. */
  readonly terminals: readonly { readonly terminalId: number; readonly key: string; readonly lane: string }[]
}

/** Methods and currencies seen in the last seven days, lanes and terminals there are. */
export async function listPaymentChoices(ctx: ServiceContext, { scope }: PaymentChoicesInput): Promise<PaymentChoices> {
  return readTogether(ctx, async (rows) => {
    const storeIds = await findStoresInScope(rows, storesWithin(ctx, scope))
    const [methods] = await rows<{ schemes: string[] | null; wallets: string[] | null; currencies: string[] | null }>(
      `select array_agg(distinct scheme order by scheme) filter (where scheme <> 'none') as schemes,
         array_agg(distinct wallet order by wallet) filter (where wallet <> '') as wallets,
         array_agg(distinct currency::text order by currency::text) as currencies
       from sales_day where store_id = any($1::int[]) and business_date > ($2::timestamptz at time zone 'UTC')::date - ${DAYS_BACK}`,
      storeIds,
      ctx.now(),
    )
    const lanes = await rows<{ key: string }>(
      'select distinct key from lane where store_id = any($1::int[]) order by key',
      storeIds,
    )
    const terminals =
      scope.kind !== 'store'
        ? []
        : await rows<PaymentChoices['terminals'][number]>(
            `select t.id as "terminalId", a.key, l.key as lane from terminal t
             join terminal_assignment a on a.terminal_id = t.id and a.until is null
             join lane l on l.id = a.lane_id
             where t.store_id = any($1::int[]) order by l.key, a.key`,
            storeIds,
          )
    return {
      schemes: methods?.schemes ?? [],
      wallets: methods?.wallets ?? [],
      currencies: methods?.currencies ?? [],
      lanes: lanes.map((lane) => lane.key),
      terminals,
    }
  })
}
