import type pg from 'pg'
import { type Column, columnValues, unnestSql } from '../ingest/columns.ts'
import { DAYS, INTERVALS, MINUTES, TOTALS } from '../ingest/group-statement.ts'
import { PAYMENT_COLUMNS, paymentSelectList } from '../ingest/payment-columns.ts'
import { paymentIdDate } from '../ingest/payment-id-time.ts'
import type { PaymentState } from '../ingest/payment-state.ts'
import { PROJECTIONS } from './projections.ts'
import type { RecordedEvent, RefoldedInterval, RefoldedMinute, RefoldedPayment, RefoldedRows } from './refold-store.ts'

const PAYMENTS: readonly Column<RefoldedPayment>[] = [
  { name: 'recorded_at', type: 'timestamptz', read: (row) => row.recordedAtMs },
  { name: 'updated_at', type: 'timestamptz', read: (row) => row.updatedAtMs },
  ...PAYMENT_COLUMNS,
]
const RECORDED_MINUTES: readonly Column<RefoldedMinute>[] = [
  { name: 'recorded_minute', type: 'timestamptz', read: (row) => row.recordedMinuteMs },
  ...MINUTES,
]
const RECORDED_INTERVALS: readonly Column<RefoldedInterval>[] = [
  { name: 'recorded_at', type: 'timestamptz', read: (row) => row.recordedAtMs },
  ...INTERVALS,
]
const STREAMS: readonly Column<Pick<RecordedEvent, 'agentId' | 'epoch' | 'seq' | 'hash'>>[] = [
  { name: 'agent_id', type: 'int4', read: (row) => row.agentId },
  { name: 'epoch', type: 'int4', read: (row) => row.epoch },
  { name: 'high_water', type: 'int8', read: (row) => row.seq },
  { name: 'head', type: 'bytea', read: (row) => row.hash },
]

/** A session's own tables beside the projections, one store at a time; they go with the connection. */
export async function makeShadowTables(client: pg.ClientBase): Promise<void> {
  for (const { table, key } of PROJECTIONS) {
    await client.query(
      `create temporary table rebuilt_${table} (like public.${table} including defaults, primary key (${key.join(', ')}))`,
    )
    await client.query(
      `create temporary table differing_${table} as
       select ${key.join(', ')}, null::text as what, null::jsonb as columns from rebuilt_${table} limit 0`,
    )
  }
}

export async function emptyShadowTables(client: pg.ClientBase): Promise<void> {
  await client.query(`truncate ${PROJECTIONS.flatMap(({ table }) => [`rebuilt_${table}`, `differing_${table}`]).join(', ')}`)
}

/** Payments told by earlier events. */
export async function readRebuiltPayments(
  client: pg.ClientBase,
  storeId: number,
  ids: readonly string[],
): Promise<Map<string, PaymentState>> {
  const { rows } = await client.query<PaymentState>(
    `select ${paymentSelectList()} from unnest($2::date[], $3::uuid[]) u(opened_on, id)
     join rebuilt_payment p on p.store_id = $1 and p.opened_on = u.opened_on and p.id = u.id`,
    [storeId, ids.map(paymentIdDate), ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Adds what a stretch of events gives. */
export async function writeShadowRows(client: pg.ClientBase, rows: RefoldedRows): Promise<void> {
  await put(client, 'payment', PAYMENTS, rows.payments, replacing('payment', PAYMENTS, ['recorded_at']))
  await put(client, 'sales_minute', RECORDED_MINUTES, rows.minutes, adding('sales_minute', COUNTERS))
  await put(client, 'sales_day', DAYS, rows.days, adding('sales_day', [...COUNTERS, 'refunded_minor']))
  await put(client, 'terminal_totals', TOTALS, rows.totals)
  await put(client, 'terminal_condition', RECORDED_INTERVALS, rows.conditions)
}

/** What is known only at the end: intervals that are still open, and where each stream of the store's agents stands. */
export async function writeShadowEnds(
  client: pg.ClientBase,
  storeId: number,
  open: Iterable<RefoldedInterval>,
  streams: readonly Pick<RecordedEvent, 'agentId' | 'epoch' | 'seq' | 'hash'>[],
): Promise<void> {
  await put(client, 'terminal_condition', RECORDED_INTERVALS, [...open])
  await put(client, 'agent_stream', STREAMS, streams)
  await client.query('delete from rebuilt_agent_stream where agent_id not in (select id from public.agent where store_id = $1)', [
    storeId,
  ])
  // A stream of which nothing has come yet begins at 0, with a head of zeros.
  await client.query(
    `insert into rebuilt_agent_stream (agent_id, epoch, high_water, head)
     select s.agent_id, s.epoch, 0, decode(repeat('00', 32), 'hex') from public.agent_stream s
     join public.agent a on a.id = s.agent_id where a.store_id = $1 on conflict do nothing`,
    [storeId],
  )
  for (const { table } of PROJECTIONS) await client.query(`analyze rebuilt_${table}`)
}

const COUNTERS = ['sales_minor', 'approved', 'declined', 'cancelled']

async function put<Row>(
  client: pg.ClientBase,
  table: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  onConflict = '',
): Promise<void> {
  if (rows.length === 0) return
  const { sql } = unnestSql(columns, 1, 'u')
  await client.query({
    name: `rebuild-${table}`,
    text: `insert into rebuilt_${table} (${columns.map(({ name }) => name).join(', ')}) select u.* from ${sql} ${onConflict}`,
    values: columnValues(columns, rows),
  })
}

function replacing(table: string, columns: readonly Column<never>[], kept: readonly string[]): string {
  const key = keyOf(table)
  const told = columns.map(({ name }) => name).filter((name) => !key.includes(name) && !kept.includes(name))
  return `on conflict (${key.join(', ')}) do update set ${told.map((name) => `${name} = excluded.${name}`).join(', ')}`
}

function adding(table: string, counters: readonly string[]): string {
  const sums = counters.map((name) => `${name} = rebuilt_${table}.${name} + excluded.${name}`)
  return `on conflict (${keyOf(table).join(', ')}) do update set ${sums.join(', ')}`
}

function keyOf(table: string): readonly string[] {
  return PROJECTIONS.find((projection) => projection.table === table)?.key ?? []
}
