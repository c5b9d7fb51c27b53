import type { ServiceContext } from '../../context.ts'
import { storesWithin } from '../../permissions/stores-within.ts'
import { scopeConditionAt, scopeValues } from '../../stores/scope-condition.ts'

/** Condition over `funds_exception e` left joined with `store s`: those of no store are for whoever knows the whole chain. */
export function exceptionsWithin(ctx: Pick<ServiceContext, 'actor'>, first: number): { text: string; values: unknown[] } {
  const within = storesWithin(ctx, { kind: 'chain' })
  const wholeChain = within.country === null && within.region === null && within.storeIds === null
  return {
    text: `case when s.id is null then $${first + 3}::boolean else ${scopeConditionAt(first)} end`,
    values: [...scopeValues(within), wholeChain],
  }
}
