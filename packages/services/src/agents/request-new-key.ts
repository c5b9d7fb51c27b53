import { publishChange } from '@counterfoil/db/connections'
import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { recordHubEvent } from './record-hub-event.ts'

/** Has an agent make a new key now, or at its next connection. */
export async function requestNewKey(ctx: Pick<ServiceContext, 'db' | 'pool'> & ActContext, agentId: number): Promise<void> {
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ storeId: number }>(
      `update agent set key_wanted = true where id = $1 and state <> 'revoked' returning store_id as "storeId"`,
      [agentId],
    )
    const row = rows[0]
    if (row === undefined) throw new ServiceError('not_found', `There is no agent with the number ${agentId}, or it is revoked.`)
    const target = { type: 'agent', id: String(agentId) }
    await recordAct(ctx, client, { action: 'agent.key_requested', target, after: { storeId: row.storeId } })
    const event = { kind: 'agent.key_requested', agentId, storeId: row.storeId, detail: {} }
    await recordHubEvent({ pool: client, newId: ctx.newId }, event)
  })
  // Its connection closes; the next greeting is told.
  await publishChange(ctx.db, { entity: 'agent', id: String(agentId) })
}
