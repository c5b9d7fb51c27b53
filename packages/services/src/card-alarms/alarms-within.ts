import type { Actor } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'

/**
 * Condition over `card_alarm c` left joined with `store s`, and its values, from parameter `first` on: alarms of stores the
 * actor may know of, and those of no store for whoever may know of the whole chain.
 */
export function alarmsWithin(actor: { readonly actor: Actor }, first: number): { text: string; values: unknown[] } {
  const within = storesWithin(actor, { kind: 'chain' })
  const wholeChain = within.country === null && within.region === null && within.storeIds === null
  return {
    text: `case when s.id is null then $${first + 3}::boolean else ${scopeConditionAt(first)} end`,
    values: [...scopeValues(within), wholeChain],
  }
}
