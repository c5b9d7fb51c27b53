import { publishChange } from '@counterfoil/db/connections'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { recordHubEvent } from './record-hub-event.ts'

/** Lets an agent in again that was locked because two machines used its identity: whichever greets next is the one. */
export async function unlockAgent(ctx: Pick<ServiceContext, 'db' | 'pool' | 'newId'>, agentId: number): Promise<void> {
  const { rows } = await ctx.pool.query<{ storeId: number; state: string }>(
    'select store_id as "storeId", state from agent where id = $1',
    [agentId],
  )
  const row = rows[0]
  if (row === undefined) throw new ServiceError('not_found', `There is no agent with the number ${agentId}.`)
  if (row.state === 'revoked') throw new ServiceError('conflict', 'A revoked agent stays shut out. Enrol it anew.')
  if (row.state === 'active')
    throw new ServiceError('conflict', 'This agent is not locked. If its PC says that its disk went back, enrol it anew.')
  // From nothing on, any number is good; the copies it had before are told apart from here.
  await ctx.pool.query(
    `with unlocked as (update agent set state = 'active' where id = $1 and state = 'locked' returning id)
     update agent_join j set confirmed = 0, offered = 0, last_boot = null, previous_boot = null, stale_boot = null
     from unlocked u where j.agent_id = u.id`,
    [agentId],
  )
  await recordHubEvent(ctx, { kind: 'agent.unlocked', agentId, storeId: row.storeId, detail: {} })
  await publishChange(ctx.db, { entity: 'agent', id: String(agentId) })
}
