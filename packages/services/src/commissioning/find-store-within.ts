import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'

export interface StoreWithin {
  readonly storeId: number
  readonly code: string
  readonly name: string
  readonly nameLang: string
}

/** An open store, as far as the actor may know of it. Throws `not_found`. */
export async function findStoreWithin(
  ctx: Pick<ServiceContext, 'actor' | 'now'>,
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  storeId: number,
): Promise<StoreWithin> {
  const { rows } = await client.query<StoreWithin>(
    `select s.id as "storeId", s.code, s.name, s.name_lang as "nameLang" from store s
     where ${scopeConditionAt(1)} and (s.closed_on is null or s.closed_on > $4)`,
    [...scopeValues(storesWithin(ctx, { kind: 'store', storeId })), ctx.now()],
  )
  const [store] = rows
  if (store === undefined) throw new ServiceError('not_found', 'There is no such store.', { reason: 'no_store' })
  return store
}
