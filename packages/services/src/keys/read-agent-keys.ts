import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeCondition, scopeValues } from '../stores/scope-condition.ts'
import { agentKeyState, type InventoryKey } from './inventory-key.ts'

type Context = Pick<ServiceContext, 'pool' | 'now' | 'actor'>

/** Keys of agents that are let in, within the asker's reach, the oldest first; at most so many. */
export async function readAgentKeys(ctx: Context, most: number | null): Promise<InventoryKey[]> {
  const { rows } = await ctx.pool.query<Pick<InventoryKey, 'name' | 'place' | 'fingerprint' | 'since'> & { locked: boolean }>(
    `select a.name, s.code || ' ' || s.name as place, encode(substr(sha256(a.public_key), 1, 8), 'hex') as fingerprint,
       a.key_since as since, a.state = 'locked' as locked
     from agent a join store s on s.id = a.store_id where a.state <> 'revoked' and ${scopeCondition}
     order by a.key_since, a.id limit $4`,
    [...scopeValues(storesWithin(ctx, { kind: 'chain' })), most],
  )
  const now = ctx.now()
  return rows.map(({ locked, ...row }) => ({
    ...row,
    kind: 'agent',
    expires: null,
    subject: '',
    issuer: '',
    state: agentKeyState(row.since, locked, now),
    lastUsed: null,
    sealed: null,
  }))
}

/** How many such keys there are, and how many are older than they should be. */
export async function countAgentKeys(
  ctx: Context,
  overdueBefore: Date,
): Promise<{ readonly all: number; readonly overdue: number }> {
  const { rows } = await ctx.pool.query<{ all: number; overdue: number }>(
    `select count(*)::int4 as all, count(*) filter (where a.key_since < $4 and a.state = 'active')::int4 as overdue
     from agent a join store s on s.id = a.store_id where a.state <> 'revoked' and ${scopeCondition}`,
    [...scopeValues(storesWithin(ctx, { kind: 'chain' })), overdueBefore],
  )
  return rows[0] ?? { all: 0, overdue: 0 }
}
