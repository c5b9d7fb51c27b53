import { type AgentEventOf, hideFirstDigits } from '@counterfoil/protocol'
import type pg from 'pg'

interface Told {
  readonly agentId: number
  readonly storeId: number
  readonly epoch: number
  readonly seq: number
}

/** Keeps by which address of its hub an agent goes, in the transaction that keeps the event. */
export async function noteHubPath(
  client: Pick<pg.PoolClient, 'query'>,
  { agentId, storeId, epoch, seq }: Told,
  { address, place, way, cause }: AgentEventOf<'agent.hub_path'>,
  at: Date,
): Promise<void> {
  const where = hideFirstDigits(address).replaceAll('\u0000', '')
  await client.query(
    `insert into agent_hub_path (agent_id, epoch, seq, store_id, at, address, place, way, cause)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [agentId, epoch, seq, storeId, at, where, place, way, cause],
  )
  await client.query('update agent set hub_in_use = $2 where id = $1', [agentId, place === 0 ? null : where])
}
