import { scopeConditionAt } from '../stores/scope-condition.ts'

/**
 * SQL condition over `device d left join store s`: it stands in a store of theirs. What stands nowhere is known to those who reach
 * the whole chain. The three values of `scopeValues` stand from parameter `first` on.
 */
export function deviceReachAt(first: number): string {
  return `case when d.store_id is null
    then $${first}::text is null and $${first + 1}::text is null and $${first + 2}::int[] is null
    else ${scopeConditionAt(first)} end`
}
