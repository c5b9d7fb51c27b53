import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { isWithin, storesWithin } from '../permissions/stores-within.ts'

export interface AgentWithin {
  readonly name: string
  readonly storeId: number
  readonly storeCode: string
  readonly storeName: string
  readonly state: 'active' | 'revoked' | 'locked'
  readonly epoch: number
  /** Its own names of its terminals. */
  readonly terminals: readonly string[]
}

/** The agent, as far as the actor may know of it. Throws `not_found`. */
export async function findAgentWithin(
  ctx: Pick<ServiceContext, 'actor'>,
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  agentId: number,
): Promise<AgentWithin> {
  const { rows } = await client.query<AgentWithin & { country: string; region: string }>(
    `select a.name, s.code as "storeCode", s.name as "storeName", a.store_id as "storeId", a.state, a.epoch, s.country, s.region,
            array(select t.key from terminal_assignment t where t.agent_id = a.id and t.until is null order by t.key) as terminals
     from agent a join store s on s.id = a.store_id where a.id = $1`,
    [agentId],
  )
  const [agent] = rows
  if (agent === undefined || !isWithin(storesWithin(ctx, { kind: 'chain' }), { ...agent, id: agent.storeId }))
    throw new ServiceError('not_found', 'There is no such agent.', { reason: 'agent_unknown' })
  return agent
}
