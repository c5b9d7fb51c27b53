import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { readTogether } from '../read-rows.ts'
import { scopeCondition, scopeValues } from './scope-condition.ts'

/** What the scope can be set to. */
export interface ScopeChoice {
  readonly storeId: number
  readonly code: string
  readonly name: string
  readonly nameLang: string
  readonly country: string
  readonly region: string
}

/** Every store the asker may know of with its place in the chain, by country, region and code. */
export async function listScopes(ctx: ServiceContext): Promise<ScopeChoice[]> {
  return readTogether(ctx, (rows) =>
    rows<ScopeChoice>(
      `select s.id as "storeId", s.code, s.name, s.name_lang as "nameLang", s.country::text as country, s.region
       from store s where ${scopeCondition} order by s.country, s.region, s.code`,
      ...scopeValues(storesWithin(ctx, { kind: 'chain' })),
    ),
  )
}
