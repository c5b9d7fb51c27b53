import type pg from 'pg'
import type { Actor, ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { storesWithin } from '../../permissions/index.ts'
import { scopeConditionAt, scopeValues } from '../../stores/scope-condition.ts'

export interface LockedException {
  readonly key: string
  readonly code: string
  readonly state: 'open' | 'silenced' | 'proposed' | 'resolved' | 'closed'
  readonly amountMinor: number
  readonly currency: string
}

/** The exception, held until the transaction ends. `not_found` also for one that is beyond the actor's reach. */
export async function lockException(
  client: pg.ClientBase,
  ctx: { readonly actor: Actor },
  key: string,
): Promise<LockedException> {
  const within = storesWithin(ctx, { kind: 'chain' })
  const wholeChain = within.country === null && within.region === null && within.storeIds === null
  const { rows } = await client.query<LockedException>(
    `select e.key, e.code, e.state, e.amount_minor::float8 as "amountMinor", e.currency
     from funds_exception e left join store s on s.id = e.store_id
     where e.key = $1 and case when s.id is null then $5::boolean else ${scopeConditionAt(2)} end for update of e`,
    [key, ...scopeValues(within), wholeChain],
  )
  const [found] = rows
  if (found === undefined) throw new ServiceError('not_found', 'There is no such exception.')
  return found
}

/** Two people are two accounts: no program decides about money. */
export function personOf({ actor }: Pick<ServiceContext, 'actor'>): string {
  if (actor.kind === 'user') return actor.id
  throw new ServiceError('forbidden', 'Only a person may do this.', { reason: 'person_wanted' })
}
