import type pg from 'pg'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import type { Reach } from './reach.ts'
import { cutScope, reachOf } from './stores-within.ts'

const Country = z.string().regex(/^[A-Z]{2}$/)
const MOST_STORES = 2_000

/** A reach somebody gives to something or somebody else. */
export const GivenReach = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chain') }),
  z.strictObject({ kind: z.literal('country'), country: Country }),
  z.strictObject({ kind: z.literal('region'), country: Country, region: z.string().min(1).max(60) }),
  z.strictObject({
    kind: z.literal('stores'),
    storeIds: z.array(z.int().min(1).max(2_147_483_647)).min(1).max(MOST_STORES).readonly(),
  }),
])
export type GivenReach = z.infer<typeof GivenReach>

/**
 * Nobody gives what they do not have: throws `invalid` for a reach that goes beyond the actor's own, in the same words as for
 * one that has no store, because what lies beyond does not exist for them.
 */
export async function checkGivenReach(
  ctx: Pick<ServiceContext, 'actor'> & { readonly pool: Pick<pg.Pool | pg.PoolClient, 'query'> },
  reach: Reach,
): Promise<void> {
  const own = reachOf(ctx.actor)
  if (!isAsNarrow(reach, own)) throw beyond()
  const cut = cutScope(reach, own)
  const { rows } = await ctx.pool.query<{ stores: number }>(
    `select count(*)::int4 as stores from store s where ${scopeConditionAt(1)}`,
    [...scopeValues(cut)],
  )
  if ((rows[0]?.stores ?? 0) < fewestStores(reach)) throw beyond()
}

/** Whether cutting it to the own reach leaves it as it is; stores are counted instead. */
function isAsNarrow(reach: Reach, own: Reach): boolean {
  if (reach.kind === 'stores') return true
  const whole = cutScope(reach, { kind: 'chain' })
  const cut = cutScope(reach, own)
  return cut.country === whole.country && cut.region === whole.region && cut.storeIds === null
}

/** A mistyped country would show nothing, and nobody would know why; a new chain has no store yet. */
function fewestStores(reach: Reach): number {
  switch (reach.kind) {
    case 'chain':
      return 0
    case 'country':
    case 'region':
      return 1
    case 'stores':
      return new Set(reach.storeIds).size
  }
}

function beyond(): ServiceError {
  return new ServiceError('invalid', 'There is no such part of the chain, or it is not yours to give. Choose another one.', {
    field: 'reach',
    reason: 'reach_unknown',
  })
}
