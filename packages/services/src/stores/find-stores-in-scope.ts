import type { WatchScope } from '@counterfoil/protocol'
import type { ReadRows } from '../read-rows.ts'
import { scopeCondition, scopeValues } from './scope-condition.ts'

/** Ids of all stores of a scope, in order; closed ones included, because their payments stay. */
export async function findStoresInScope(rows: ReadRows, scope: WatchScope): Promise<number[]> {
  const found = await rows<{ id: number }>(
    `select s.id from store s where ${scopeCondition} order by s.id`,
    ...scopeValues(scope),
  )
  return found.map((row) => row.id)
}
