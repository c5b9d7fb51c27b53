import { publishChange } from '@counterfoil/db/connections'
import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { type DeviceState, deviceMay } from '../devices/lifecycle.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { recordHubEvent } from './record-hub-event.ts'

/** Lets an agent in again that was locked because two machines used its identity: whichever greets next is the one. */
export async function unlockAgent(ctx: Pick<ServiceContext, 'db' | 'pool'> & ActContext, agentId: number): Promise<void> {
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ storeId: number; state: string }>(
      'select store_id as "storeId", state from agent where id = $1 for update',
      [agentId],
    )
    const row = rows[0]
    if (row === undefined) throw new ServiceError('not_found', `There is no agent with the number ${agentId}.`)
    if (row.state === 'revoked') throw new ServiceError('conflict', 'A revoked agent stays shut out. Enrol it anew.')
    if (row.state === 'active')
      throw new ServiceError('conflict', 'This agent is not locked. If its PC says that its disk went back, enrol it anew.')
    const { rows: put } = await client.query<{ state: DeviceState }>('select state from device where agent_id = $1', [agentId])
    if (put.some((device) => !deviceMay[device.state].enrol)) {
      throw new ServiceError('conflict', 'The PC it runs on was put away. Set it to active first.', { reason: 'device_put_away' })
    }
    // From nothing on, any number is good; the copies it had before are told apart from here.
    await client.query(
      `with unlocked as (update agent set state = 'active' where id = $1 and state = 'locked' returning id)
       update agent_join j set confirmed = 0, offered = 0, last_boot = null, previous_boot = null, stale_boot = null
       from unlocked u where j.agent_id = u.id`,
      [agentId],
    )
    await recordAct(ctx, client, {
      action: 'agent.unlocked',
      target: { type: 'agent', id: String(agentId) },
      before: { state: 'locked' },
      after: { state: 'active', storeId: row.storeId },
    })
    const event = { kind: 'agent.unlocked', agentId, storeId: row.storeId, detail: {} }
    await recordHubEvent({ pool: client, newId: ctx.newId }, event)
  })
  await publishChange(ctx.db, { entity: 'agent', id: String(agentId) })
}
