import { publishChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { recordHubEvent } from './record-hub-event.ts'

/** Shuts an agent out for good: its socket closes at once, what it still sends is kept aside. Doing it twice changes nothing. */
export async function revokeAgent(ctx: Pick<ServiceContext, 'db' | 'pool'> & ActContext, agentId: number): Promise<void> {
  const isNew = await inTransaction(ctx, (client) => revokeAgentWithin(ctx, client, agentId))
  if (isNew) await publishChange(ctx.db, { entity: 'agent', id: String(agentId) })
}

/** The same as a part of another change, which tells the hubs afterwards if this returns true. */
export async function revokeAgentWithin(ctx: ActContext, client: pg.PoolClient, agentId: number): Promise<boolean> {
  const { rows } = await client.query<{ storeId: number; before: string }>(
    `update agent a set state = 'revoked', revoked_at = coalesce(a.revoked_at, $2)
     from (select id, state from agent where id = $1 for update) before
     where a.id = before.id returning a.store_id as "storeId", before.state as before`,
    [agentId, ctx.now()],
  )
  const row = rows[0]
  if (row === undefined) throw new ServiceError('not_found', `There is no agent with the number ${agentId}.`)
  if (row.before === 'revoked') return false
  await recordAct(ctx, client, {
    action: 'agent.revoked',
    target: { type: 'agent', id: String(agentId) },
    before: { state: row.before },
    after: { state: 'revoked', storeId: row.storeId },
  })
  const event = { kind: 'agent.revoked', agentId, storeId: row.storeId, detail: {} }
  await recordHubEvent({ pool: client, newId: ctx.newId }, event)
  return true
}
