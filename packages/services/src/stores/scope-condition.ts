import type { StoresWithin } from '../permissions/stores-within.ts'

/**
 * Condition over `store s` with constant text, so that PostgreSQL keeps one plan; the three values come from `scopeValues` and
 * stand from parameter `first` on.
 */
export function scopeConditionAt(first: number): string {
  const [country, region, ids] = [`$${first}`, `$${first + 1}`, `$${first + 2}`]
  return `(${country}::text is null or s.country = ${country}) and (${region}::text is null or s.region = ${region})
    and (${ids}::int[] is null or s.id = any(${ids}))`
}

export const scopeCondition = scopeConditionAt(1)

export function scopeValues(within: StoresWithin): [string | null, string | null, readonly number[] | null] {
  return [within.country, within.region, within.storeIds]
}
