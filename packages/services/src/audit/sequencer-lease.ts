import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import type { ActContext } from './build-entry.ts'
import { recordAct } from './record-act.ts'

/** A hub process that may keep the log. */
export interface LogNode {
  /** A UUID of this process alone. */
  readonly id: string
  readonly host: string
}

type Context = Pick<ServiceContext, 'pool'> & ActContext

/** Who says nothing for so long is succeeded. */
export const LEASE_MS = 5_000

interface LeaseRow {
  readonly node: string | null
  readonly host: string
  readonly sinceMs: number
  readonly seenMs: number
  readonly nowMs: number
}

const READ_LEASE = `select node, host, extract(epoch from since)::float8 * 1000 as "sinceMs", extract(epoch from seen_at)::float8 * 1000 as "seenMs",
  extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs" from audit_sequencer where id = 1`

/**
 * Becomes, or stays, the one that keeps the log; false while another is. Who begins records `log.started`; where the one before
 * ended without a word, `log.gap` tells from when to when nobody kept it.
 */
export async function holdSequencerLease(ctx: Context, node: LogNode, origin: string): Promise<boolean> {
  const renewed = await ctx.pool.query('update audit_sequencer set seen_at = clock_timestamp() where id = 1 and node = $1', [
    node.id,
  ])
  if (renewed.rowCount === 1) return true
  const looked = await ctx.pool.query<LeaseRow>(READ_LEASE)
  if (!mayTake(looked.rows[0])) return false
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<LeaseRow>(`${READ_LEASE} for update`)
    const [before] = rows
    if (before === undefined || !mayTake(before)) return false
    await client.query(
      'update audit_sequencer set node = $1, host = $2, since = clock_timestamp(), seen_at = clock_timestamp() where id = 1',
      [node.id, node.host],
    )
    const target = { type: 'log', id: origin }
    if (before.node !== null) {
      const gap = { node: before.node, host: before.host, since: Math.round(before.sinceMs), lastSeen: Math.round(before.seenMs) }
      await recordAct(ctx, client, { action: 'log.gap', target, outcome: 'failed', reason: 'ended_without_stop', before: gap })
    }
    await recordAct(ctx, client, { action: 'log.started', target, after: { node: node.id, host: node.host } })
    return true
  })
}

/** Lets go in order, with `log.stopped` as the last entry; nothing happens where another keeps the log. */
export function endSequencerLease(ctx: Context, node: LogNode, origin: string): Promise<boolean> {
  return inTransaction(ctx, async (client: pg.PoolClient) => {
    const { rowCount } = await client.query(
      'update audit_sequencer set node = null, seen_at = clock_timestamp() where id = 1 and node = $1',
      [node.id],
    )
    if (rowCount !== 1) return false
    const target = { type: 'log', id: origin }
    await recordAct(ctx, client, { action: 'log.stopped', target, before: { node: node.id, host: node.host } })
    return true
  })
}

function mayTake(row: LeaseRow | undefined): boolean {
  return row !== undefined && (row.node === null || row.nowMs - row.seenMs > LEASE_MS)
}
