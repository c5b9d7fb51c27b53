import type pg from 'pg'
import { newestFirst, type StoreHours } from '../ingest/business-day.ts'
import { type KnownAssignment, LaneBook } from './lane-book.ts'

export interface RebuildStore {
  readonly id: number
  readonly code: string
  readonly currency: string
}

/** Every store, or the one with that code, by id. */
export async function listRebuildStores(client: pg.ClientBase, code: string | null): Promise<RebuildStore[]> {
  const { rows } = await client.query<RebuildStore>(
    'select id, code, currency::text as currency from public.store where $1::text is null or code = $1 order by id',
    [code],
  )
  return rows
}

/** What the registry adds to the events: hours as they are now, lanes, and where terminals were first. */
export async function readRebuildStore(
  client: pg.ClientBase,
  { id, currency }: RebuildStore,
): Promise<{ store: { id: number; currency: string; hours: StoreHours[] }; lanes: LaneBook }> {
  const hours = await client.query<StoreHours>(
    `select valid_from::text as "validFrom", time_zone as "timeZone", cut_off_minutes as "cutOffMinutes" from public.store_hours where store_id = $1`,
    [id],
  )
  const lanes = await client.query<{ id: number; key: string }>('select id, key from public.lane where store_id = $1', [id])
  const assignments = await client.query<KnownAssignment>(
    `select a.agent_id as "agentId", a.key, a.lane_id as "laneId" from public.terminal_assignment a
     join public.terminal t on t.id = a.terminal_id where t.store_id = $1 order by a.recorded_at, a.since`,
    [id],
  )
  return {
    store: { id, currency, hours: newestFirst(hours.rows) },
    lanes: new LaneBook(new Map(lanes.rows.map((lane) => [lane.key, lane.id])), assignments.rows),
  }
}
