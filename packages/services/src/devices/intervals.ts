import type pg from 'pg'
import type { Actor } from '../context.ts'
import { actorColumns } from './device-actor.ts'
import type { DeviceState } from './lifecycle.ts'

type Client = Pick<pg.PoolClient, 'query'>

/** Where a device stands: a store, in it a lane, and the port or the identity it answers by. */
export interface DevicePlace {
  readonly storeId: number | null
  readonly laneId: number | null
  readonly terminalId: number | null
  readonly agentId: number | null
}

export const nowhere: DevicePlace = { storeId: null, laneId: null, terminalId: null, agentId: null }

/** Ends the open interval and begins the next, in the device's row as well; the row must be locked. */
export async function beginState(
  client: Client,
  id: number,
  { at, state, reason, actor }: { at: Date; state: DeviceState; reason: string | null; actor: Actor },
): Promise<void> {
  await close(client, 'device_state', id, at)
  await client.query(
    `insert into device_state (device_id, since, state, reason, actor_type, actor_id) select $1, ${after('device_state')}, $3, $4, $5, $6`,
    [id, at, state, reason, ...actorColumns(actor)],
  )
  await client.query('update device set state = $2, rev = rev + 1 where id = $1', [id, state])
}

export async function beginPlace(client: Client, id: number, at: Date, place: DevicePlace): Promise<void> {
  const { storeId, laneId, terminalId, agentId } = place
  await close(client, 'device_place', id, at)
  await client.query(
    `insert into device_place (device_id, since, store_id, lane_id, terminal_id, agent_id) select $1, ${after('device_place')}, $3, $4, $5, $6`,
    [id, at, storeId, laneId, terminalId, agentId],
  )
  await client.query(
    'update device set store_id = $2, lane_id = $3, terminal_id = $4, agent_id = $5, rev = rev + 1 where id = $1',
    [id, storeId, laneId, terminalId, agentId],
  )
}

export async function beginCustody(
  client: Client,
  id: number,
  { at, holder, note, actor }: { at: Date; holder: string; note: string | null; actor: Actor },
): Promise<void> {
  await close(client, 'device_custody', id, at)
  await client.query(
    `insert into device_custody (device_id, since, holder, note, actor_type, actor_id) select $1, ${after('device_custody')}, $3, $4, $5, $6`,
    [id, at, holder, note, ...actorColumns(actor)],
  )
  await client.query('update device set rev = rev + 1 where id = $1', [id])
}

type IntervalTable = 'device_state' | 'device_place' | 'device_custody'

/** An interval begins after the one before it, even within one millisecond or after the clock was set back. */
const after = (table: IntervalTable): string =>
  `greatest($2::timestamptz, (select max(since) + interval '1 millisecond' from ${table} where device_id = $1))`

async function close(client: Client, table: IntervalTable, id: number, at: Date): Promise<void> {
  await client.query(`update ${table} set until = greatest(since, $2) where device_id = $1 and until is null`, [id, at])
}
