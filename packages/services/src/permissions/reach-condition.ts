import { scopeConditionAt } from '../stores/scope-condition.ts'

/**
 * SQL condition: the reach of the row called `table` lies within the asker's own, given as three values from parameter `first`
 * on (`scopeValues`). A list of stores does so when each of its stores does.
 */
export function reachWithinAt(table: string, first: number): string {
  const [country, region, ids] = [`$${first}`, `$${first + 1}`, `$${first + 2}`]
  return `case ${table}.reach
    when 'stores' then not exists (select from unnest(${table}.reach_store_ids) as listed (id)
      where not exists (select from store s where s.id = listed.id and ${scopeConditionAt(first)}))
    else (${country}::text is null or ${table}.reach_country = ${country})
      and (${region}::text is null or ${table}.reach_region = ${region}) and ${ids}::int[] is null end`
}
