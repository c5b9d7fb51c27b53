import type { ServiceContext } from '../context.ts'
import { readTogether } from '../read-rows.ts'

/** What the scope can be set to. */
export interface ScopeChoice {
  readonly storeId: number
  readonly code: string
  readonly name: string
  readonly nameLang: string
  readonly country: string
  readonly region: string
}

/** Every store with its place in the chain, by country, region and code. */
export async function listScopes(ctx: ServiceContext): Promise<ScopeChoice[]> {
  return readTogether(ctx, (rows) =>
    rows<ScopeChoice>(
      `select id as "storeId", code, name, name_lang as "nameLang", country::text as country, region
       from store order by country, region, code`,
    ),
  )
}
