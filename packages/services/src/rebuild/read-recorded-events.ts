import type pg from 'pg'
import { epochMs } from '../read-rows.ts'
import type { RecordedEvent } from './refold-store.ts'

/** The last event that was read; the order is that in which a store's events were counted. */
export interface RecordedPlace {
  readonly recordedOn: string
  readonly recordedAtMs: number
  readonly agentId: number
  readonly epoch: number
  readonly seq: number
}

export const BEFORE_ALL: RecordedPlace = { recordedOn: '-infinity', recordedAtMs: 0, agentId: 0, epoch: 0, seq: 0 }

const EVENTS_A_PAGE = 2_000

/** Days on which something of the store was recorded, from `from` on: each is found by one look into the key's index. */
export async function* recordedDays(client: pg.ClientBase, storeId: number, from: string): AsyncGenerator<string> {
  let after = from
  for (let including = true; ; including = false) {
    const { rows } = await client.query<{ day: string | null }>(
      `select min(recorded_on)::text as day from public.event where store_id = $1 and recorded_on ${including ? '>=' : '>'} $2::date`,
      [storeId, after],
    )
    const day = rows[0]?.day ?? null
    if (day === null) return
    yield day
    after = day
  }
}

/** One day's events after `place`, at most 2,000 at a time, through a cursor: call inside a transaction. */
export async function* recordedEvents(
  client: pg.ClientBase,
  storeId: number,
  day: string,
  place: RecordedPlace,
): AsyncGenerator<readonly RecordedEvent[]> {
  const values = [storeId, day, new Date(place.recordedAtMs), place.agentId, place.epoch, place.seq]
  await client.query(
    `declare recorded_events no scroll cursor for
     select agent_id as "agentId", epoch, seq::float8 as seq, ${epochMs('recorded_at')} as "recordedAtMs", understood, kind,
       terminal_id as "terminalId", convert_from(body, 'UTF8') as body, hash
     from public.event where store_id = $1 and recorded_on = $2::date and (recorded_at, agent_id, epoch, seq) > ($3, $4, $5, $6)
     order by recorded_at, agent_id, epoch, seq`,
    values,
  )
  for (;;) {
    const { rows } = await client.query<RecordedEvent>(`fetch ${EVENTS_A_PAGE} from recorded_events`)
    if (rows.length > 0) yield rows
    if (rows.length < EVENTS_A_PAGE) break
  }
  await client.query('close recorded_events')
}
