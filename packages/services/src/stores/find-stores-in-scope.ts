import type { StoresWithin } from '../permissions/stores-within.ts'
import type { ReadRows } from '../read-rows.ts'
import { scopeCondition, scopeValues } from './scope-condition.ts'

/** Ids of all stores of a scope as far as the asker sees, in order; closed ones included, because their payments stay. */
export async function findStoresInScope(rows: ReadRows, within: StoresWithin): Promise<number[]> {
  const found = await rows<{ id: number }>(
    `select s.id from store s where ${scopeCondition} order by s.id`,
    ...scopeValues(within),
  )
  return found.map((row) => row.id)
}
