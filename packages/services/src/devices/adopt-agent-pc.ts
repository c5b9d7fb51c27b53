import type pg from 'pg'
import { type ActContext, recordAct } from '../audit/index.ts'
import { emptyDescription } from './device-values.ts'
import { beginPlace, beginState } from './intervals.ts'
import { type DeviceState, deviceMay } from './lifecycle.ts'
import { insertDevice } from './register-device.ts'

export interface EnrollingPc {
  readonly storeId: number
  readonly hostname: string
  /** The PC the join code was made for, if for one. */
  readonly deviceId: number | null
}

/** Whether this PC may enrol: the one its code was made for must be allowed to, and none of that name in the store be blocked. */
export async function mayPcEnrol(client: Pick<pg.PoolClient, 'query'>, pc: EnrollingPc): Promise<boolean> {
  const { rows } = await client.query<{ state: DeviceState }>(
    `select d.state from device d left join agent g on g.id = d.agent_id
     where d.id = $1 or (d.kind = 'agent_pc' and d.state = 'blocked' and d.store_id = $2 and lower(g.hostname) = lower($3)) for share of d`,
    [pc.deviceId, pc.storeId, pc.hostname],
  )
  return rows.every(({ state }) => deviceMay[state].enrol)
}

/** The PC an agent has just enrolled on: the code's, the same one as before, the one that is awaited, or one nobody registered. */
export async function adoptAgentPc(client: pg.PoolClient, act: ActContext, agentId: number, pc: EnrollingPc): Promise<void> {
  const known = await findPc(client, pc)
  const id =
    known?.id ?? (await insertDevice(act, client, { kind: 'agent_pc', registered: false, description: emptyDescription }))
  await beginPlace(client, id, act.now(), { storeId: pc.storeId, laneId: null, terminalId: null, agentId })
  if (known?.state !== 'active') await beginState(client, id, { at: act.now(), state: 'active', reason: null, actor: act.actor })
  await recordAct(act, client, {
    action: 'device.found',
    target: { type: 'device', id: String(id) },
    after: { storeId: pc.storeId, agentId, state: 'active', registered: known !== undefined },
  })
}

async function findPc(client: pg.PoolClient, pc: EnrollingPc): Promise<{ id: number; state: DeviceState } | undefined> {
  const { rows } = await client.query<{ id: number; state: DeviceState; sure: boolean }>(
    `select d.id, d.state, (d.id = $1 or d.agent_id is not null) is true as sure from device d left join agent g on g.id = d.agent_id
     where d.kind = 'agent_pc' and (d.id = $1 or ($1::int4 is null and d.store_id = $2
       and ((d.state = 'awaited' and d.agent_id is null) or (d.state = 'active' and g.state = 'revoked' and lower(g.hostname) = lower($3)))))
     order by sure desc, d.id limit 2 for update of d`,
    [pc.deviceId, pc.storeId, pc.hostname],
  )
  const [first, second] = rows
  return first?.sure === true || second === undefined ? first : undefined
}
