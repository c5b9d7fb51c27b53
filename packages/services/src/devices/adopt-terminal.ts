import type pg from 'pg'
import { type ActContext, recordAct } from '../audit/index.ts'
import { emptyDescription } from './device-values.ts'
import { beginPlace, beginState } from './intervals.ts'
import type { DeviceState } from './lifecycle.ts'
import { insertDevice } from './register-device.ts'

export interface AnsweringPort {
  readonly storeId: number
  readonly laneId: number
  readonly terminalId: number
}

interface Known {
  readonly id: number
  readonly state: DeviceState
  readonly laneId: number | null
}

/**
 * Finds the device behind a port that answers at a lane: the one known to be there, else the one awaited at this lane, else one
 * nobody registered. It never refuses: a port without a device would be a payment nobody sees the origin of.
 */
export async function adoptTerminal(client: pg.PoolClient, act: ActContext, port: AnsweringPort): Promise<number> {
  const { storeId, laneId, terminalId } = port
  await client.query('select from terminal where id = $1 for update', [terminalId])
  const there = await findOne(client, 'd.terminal_id = $1', [terminalId])
  if (there?.laneId === laneId && !isWaiting(there.state)) return there.id
  const awaited = there ?? (await findOne(client, awaitedAtLane, [storeId, laneId]))
  const id =
    awaited?.id ?? (await insertDevice(act, client, { kind: 'terminal', registered: false, description: emptyDescription }))
  const before = awaited?.state ?? 'unplaced'
  const state = isWaiting(before) ? 'active' : before
  await beginPlace(client, id, act.now(), { storeId, laneId, terminalId, agentId: null })
  if (state !== before) await beginState(client, id, { at: act.now(), state, reason: null, actor: act.actor })
  await recordAct(act, client, {
    action: 'device.found',
    target: { type: 'device', id: String(id) },
    after: { storeId, laneId, terminalId, state, registered: awaited !== undefined },
  })
  return id
}

/** Its first contact makes it active; what was put away or blocked stays so, wherever it answers. */
export const isWaiting = (state: DeviceState): boolean => state === 'awaited' || state === 'unplaced'

/** One that is meant; of several at one lane nobody can tell which it is. */
const awaitedAtLane = `d.kind = 'terminal' and d.state = 'awaited' and d.terminal_id is null and d.store_id = $1 and d.lane_id = $2`

async function findOne(client: pg.PoolClient, condition: string, values: readonly unknown[]): Promise<Known | undefined> {
  const { rows } = await client.query<Known>(
    `select d.id, d.state, d.lane_id as "laneId" from device d where ${condition} order by d.id limit 2 for update`,
    [...values],
  )
  return rows.length === 1 ? rows[0] : undefined
}
