import { appendLeaves, encodeFrontier, leafHash } from '@counterfoil/audit'
import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { completeTiles } from './complete-tiles.ts'
import { LOG_LOCK } from './log-lock.ts'
import { readLevel, readTree } from './read-tree.ts'

export interface Sequenced {
  /** Somebody else is at it; nothing was done. */
  readonly busy: boolean
  /** When each entry that now has its index was recorded, by the database's clock. */
  readonly recordedAtMs: readonly number[]
  /** How long the log is now; null while busy. */
  readonly size: bigint | null
}

interface TakenRow {
  readonly id: string
  readonly body: Buffer
  readonly ms: number
}

/**
 * Gives waiting entries their places in the log, at most so many, and lengthens the tree: all of it in one transaction, by one
 * process at a time. Takes what waits in the queue, never "ids above the last": who commits late is taken later.
 */
export function sequenceEntries(ctx: Pick<ServiceContext, 'pool'>, { most }: { readonly most: number }): Promise<Sequenced> {
  return inTransaction(ctx, async (client) => {
    const lock = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [LOG_LOCK])
    if (lock.rows[0]?.got !== true) return { busy: true, recordedAtMs: [], size: null }
    const tree = await readTree(client)
    const taken = await takeWaiting(client, most)
    if (taken.length === 0) return { busy: false, recordedAtMs: [], size: tree.size }
    const hashes = taken.map(({ body }) => leafHash(body))
    const tiles = await completeTiles(tree.size, hashes, (level, from, to) => readLevel(client, level, from, to))
    const grown = appendLeaves(tree, hashes)
    const { rowCount } = await client.query(
      `with leaves as (
         insert into audit_leaf (idx, entry_id, hash)
         select $1::int8 + u.nth - 1, u.entry_id, u.hash from unnest($3::uuid[], $4::bytea[]) with ordinality u (entry_id, hash, nth)
       ), tiles as (
         insert into audit_tile (level, tile, hashes, root) select * from unnest($5::int4[], $6::int8[], $7::bytea[], $8::bytea[])
       )
       update audit_tree set size = $2, frontier = $9 where id = 1 and size = $1`,
      [
        tree.size,
        grown.size,
        taken.map(({ id }) => id),
        hashes,
        tiles.map(({ level }) => level),
        tiles.map(({ tile }) => tile),
        tiles.map((tile) => Buffer.from(tile.hashes)),
        tiles.map(({ root }) => Buffer.from(root)),
        encodeFrontier(grown),
      ],
    )
    if (rowCount !== 1) throw new Error(`the log is not of ${tree.size} entries any more, although nobody else may lengthen it`)
    return { busy: false, recordedAtMs: taken.map(({ ms }) => ms), size: grown.size }
  })
}

/**
 * In the order they were queued: an agent's later batch, which waited for the earlier one's commit, stands behind it. One that
 * has its place already was queued again by somebody, and must not stop the others.
 */
async function takeWaiting(client: pg.PoolClient, most: number): Promise<TakenRow[]> {
  const { rows } = await client.query<TakenRow>(
    `with due as (select entry_id from audit_queue order by nth limit $1),
       taken as (delete from audit_queue q using due where q.entry_id = due.entry_id returning q.entry_id, q.nth)
     select e.id, e.body, extract(epoch from e.recorded_at)::float8 * 1000 as ms
       from taken join audit_entry e on e.id = taken.entry_id
      where not exists (select from audit_leaf l where l.entry_id = e.id) order by taken.nth`,
    [most],
  )
  return rows
}
