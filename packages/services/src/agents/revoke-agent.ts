import { publishChange } from '@counterfoil/db/connections'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { recordHubEvent } from './record-hub-event.ts'

/** Shuts an agent out for good: its socket closes at once, what it still sends is kept aside. Doing it twice changes nothing. */
export async function revokeAgent(ctx: Pick<ServiceContext, 'db' | 'pool' | 'now' | 'newId'>, agentId: number): Promise<void> {
  const { rows } = await ctx.pool.query<{ storeId: number; revoked: boolean }>(
    `update agent a set state = 'revoked', revoked_at = coalesce(a.revoked_at, $2) from agent before
     where a.id = $1 and before.id = a.id returning a.store_id as "storeId", before.state = 'revoked' as revoked`,
    [agentId, ctx.now()],
  )
  const row = rows[0]
  if (row === undefined) throw new ServiceError('not_found', `There is no agent with the number ${agentId}.`)
  if (row.revoked) return
  await recordHubEvent(ctx, { kind: 'agent.revoked', agentId, storeId: row.storeId, detail: {} })
  await publishChange(ctx.db, { entity: 'agent', id: String(agentId) })
}
