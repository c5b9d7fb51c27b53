import { publishChange } from '@counterfoil/db/connections'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { recordHubEvent } from './record-hub-event.ts'

/** Has an agent make a new key now, or at its next connection. */
export async function requestNewKey(ctx: Pick<ServiceContext, 'db' | 'pool' | 'newId'>, agentId: number): Promise<void> {
  const { rows } = await ctx.pool.query<{ storeId: number }>(
    `update agent set key_wanted = true where id = $1 and state <> 'revoked' returning store_id as "storeId"`,
    [agentId],
  )
  const row = rows[0]
  if (row === undefined) throw new ServiceError('not_found', `There is no agent with the number ${agentId}, or it is revoked.`)
  await recordHubEvent(ctx, { kind: 'agent.key_requested', agentId, storeId: row.storeId, detail: {} })
  // Its connection closes; the next greeting is told.
  await publishChange(ctx.db, { entity: 'agent', id: String(agentId) })
}
