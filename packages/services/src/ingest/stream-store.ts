import type pg from 'pg'
import type { Cursor } from './check-envelope.ts'
import { paymentSelectList } from './payment-columns.ts'
import { paymentIdDate } from './payment-id-time.ts'
import type { PaymentState } from './payment-state.ts'

/** What the database holds of one agent's stream; null when it knows no such epoch. */
export async function readCursor(pool: pg.Pool, agentId: number, epoch: number): Promise<Cursor | null> {
  const { rows } = await pool.query<{ highWater: number; head: Buffer }>(
    'select high_water::float8 as "highWater", head from agent_stream where agent_id = $1 and epoch = $2',
    [agentId, epoch],
  )
  return rows[0] ?? null
}

/** How far the batches of a revoked agent have been kept aside, so that it does not send them for ever. */
export async function readQuarantineCursor(pool: pg.Pool, agentId: number, epoch: number): Promise<Cursor | null> {
  const { rows } = await pool.query<{ highWater: number; head: string }>(
    `select (batch->>'firstSeq')::float8 + (batch->>'count')::float8 - 1 as "highWater", batch->>'head' as head
     from quarantined_batch where agent_id = $1 and (batch->>'epoch')::int8 = $2 order by 1 desc limit 1`,
    [agentId, epoch],
  )
  const row = rows[0]
  return row === undefined ? null : { highWater: row.highWater, head: Buffer.from(row.head, 'hex') }
}

/** Hash recorded for one number of a stream, found through the batch that brought it; `away` when its month lies in a file. */
export async function readHash(
  pool: pg.Pool,
  at: { storeId: number; agentId: number; epoch: number; seq: number },
): Promise<Buffer | 'away' | null> {
  const { rows } = await pool.query<{ hash: Buffer | null; away: boolean }>(
    `select case when b.last_seq = $4 then b.head else (
       select e.hash from event e where e.store_id = $1 and e.recorded_on = (b.recorded_at at time zone 'UTC')::date
         and e.agent_id = $2 and e.epoch = $3 and e.seq = $4) end as hash,
       exists (select from event_archive a where a.away_at is not null
         and a.month = to_char(b.recorded_at at time zone 'UTC', 'YYYY-MM')) as away
     from agent_batch b where b.agent_id = $2 and b.epoch = $3 and b.first_seq <= $4 order by b.first_seq desc limit 1`,
    [at.storeId, at.agentId, at.epoch, at.seq],
  )
  return rows[0]?.hash ?? (rows[0]?.away ? 'away' : null)
}

/** Payments begun by events that came before, as the database has them. */
export async function readPayments(pool: pg.Pool, storeId: number, ids: readonly string[]): Promise<PaymentState[]> {
  const { rows } = await pool.query<PaymentState>(
    `select ${paymentSelectList()} from unnest($2::date[], $3::uuid[]) u(opened_on, id)
     join payment p on p.store_id = $1 and p.opened_on = u.opened_on and p.id = u.id`,
    [storeId, ids.map(paymentIdDate), ids],
  )
  return rows
}
