import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'

export interface AgentListed {
  readonly id: number
  readonly uid: string
  readonly name: string
  readonly storeCode: string
  readonly state: 'active' | 'revoked' | 'locked'
  readonly version: string
  readonly hostname: string
  readonly connected: boolean
  /** Events on its disk that are not acknowledged, as it said last. */
  readonly waiting: number
  readonly keySince: Date
  readonly keyWanted: boolean
}

/** All agents, or those of one store, by store and name. */
export async function listAgents(ctx: Pick<ServiceContext, 'pool'>, storeCode?: string): Promise<AgentListed[]> {
  if (storeCode !== undefined) {
    const { rowCount } = await ctx.pool.query('select from store where code = $1', [storeCode])
    if (rowCount === 0) throw new ServiceError('not_found', `There is no store ${storeCode}.`)
  }
  const { rows } = await ctx.pool.query<AgentListed>(
    `select a.id, a.uid, a.name, s.code as "storeCode", a.state, a.version, a.hostname, coalesce(p.connected, false) as connected,
       coalesce(p.waiting, 0)::float8 as waiting, a.key_since as "keySince", a.key_wanted as "keyWanted"
     from agent a join store s on s.id = a.store_id left join agent_presence p on p.agent_id = a.id and p.until is null
     where $1::text is null or s.code = $1 order by s.code, a.name, a.id`,
    [storeCode ?? null],
  )
  return rows
}
