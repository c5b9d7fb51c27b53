import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'

type Client = Pick<pg.PoolClient, 'query'>

/** Throws `not_found` for a store that is unknown, closed, or beyond the asker's reach. */
export async function demandStore(ctx: Pick<ServiceContext, 'actor' | 'now'>, client: Client, storeId: number): Promise<void> {
  const { rowCount } = await client.query(
    `select from store s where s.id = $1 and (s.closed_on is null or s.closed_on > $2) and ${scopeConditionAt(3)}`,
    [storeId, ctx.now(), ...scopeValues(storesWithin(ctx, { kind: 'chain' }))],
  )
  if (rowCount === 0)
    throw new ServiceError('not_found', `There is no open store with the number ${storeId}.`, { reason: 'no_store' })
}

/** The lane of that name; made where the store has none. */
export async function ensureLane(client: Client, storeId: number, key: string): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    'insert into lane (store_id, key) values ($1, $2) on conflict (store_id, key) do update set key = excluded.key returning id',
    [storeId, key],
  )
  const [lane] = rows
  if (lane === undefined) throw new Error('PostgreSQL made a lane without telling its id')
  return lane.id
}

/** The one port at a lane that no device is known to be behind; null where there is none, or several. */
export async function findFreePort(client: Client, laneId: number): Promise<number | null> {
  const { rows } = await client.query<{ id: number }>(
    `select a.terminal_id as id from terminal_assignment a where a.lane_id = $1 and a.until is null
       and not exists (select from device d where d.terminal_id = a.terminal_id) limit 2`,
    [laneId],
  )
  return rows.length === 1 ? (rows[0]?.id ?? null) : null
}
