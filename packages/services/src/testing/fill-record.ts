import { encodeFrontier, formatCheckpoint, rootOf, type SignerKey, signNote } from '@counterfoil/audit'
import type pg from 'pg'
import { frontierBefore } from '../audit/bundle-files.ts'
import { completeTiles } from '../audit/complete-tiles.ts'
import { recordEntrySql } from './record-entry-sql.ts'

export interface RecordGiven {
  /** With the owner's rights. */
  readonly client: Pick<pg.Pool | pg.PoolClient, 'query'>
  /** Of an empty log. */
  readonly entries: number
  /** They are spread evenly over this time. */
  readonly fromMs: number
  readonly toMs: number
  readonly signer: SignerKey
  readonly say: (line: string) => void
}

const BLOCK = 65_536
const STATEMENT_ENTRIES = 250_000

/**
 * Fills an empty log by statements over sets, as long as a year of it is: entries in their exact bytes with their hashes, a third
 * of them heads of agents' batches, tiles, and a signed checkpoint at the end of each month. Indexes are made afterwards, as they stood.
 */
export async function fillRecord(given: RecordGiven): Promise<void> {
  const { client, entries, say } = given
  const indexes = await dropIndexes(client)
  for (let first = 0; first < entries; first += STATEMENT_ENTRIES) {
    const end = Math.min(first + STATEMENT_ENTRIES, entries)
    await client.query(recordEntrySql, [first, end, given.fromMs, (given.toMs - given.fromMs) / entries])
    if (end % 1_000_000 === 0) say(`${end / 1_000_000} M entries written`)
  }
  say('tiles …')
  await makeTiles(client, entries)
  say('indexes …')
  for (const statement of indexes) await client.query(statement)
  await client.query('analyze audit_entry, audit_personal, audit_leaf')
  await signMonths(given)
}

/** Keys that point at entries are left out for good: what they would check row by row was made together. */
async function dropIndexes(client: RecordGiven['client']): Promise<string[]> {
  const { rows } = await client.query<{ name: string; statement: string }>(
    `select indexname as name, indexdef as statement from pg_indexes
     where tablename in ('audit_entry', 'audit_personal') and indexname like '%\\_idx'`,
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  await client.query('alter table audit_leaf drop constraint audit_leaf_entry_id_fkey')
  await client.query('alter table audit_personal drop constraint audit_personal_entry_id_fkey')
  return rows.map(({ statement }) => statement)
}

async function makeTiles(client: RecordGiven['client'], entries: number): Promise<void> {
  const roots: Uint8Array[][] = []
  const read = async (level: number, from: bigint, to: bigint) => roots[level - 1]?.slice(Number(from), Number(to)) ?? []
  for (let from = 0; from < entries; from += BLOCK) {
    const { rows } = await client.query<{ hash: Buffer }>(
      'select hash from audit_leaf where idx >= $1 and idx < $2 order by idx',
      [from, from + BLOCK],
    )
    const tiles = await completeTiles(
      BigInt(from),
      rows.map(({ hash }) => hash),
      read,
    )
    for (const { level, root } of tiles) roots[level] = [...(roots[level] ?? []), root]
    await client.query(
      'insert into audit_tile (level, tile, hashes, root) select * from unnest($1::int4[], $2::int8[], $3::bytea[], $4::bytea[])',
      [
        tiles.map(({ level }) => level),
        tiles.map(({ tile }) => tile),
        tiles.map(({ hashes }) => Buffer.from(hashes)),
        tiles.map(({ root }) => Buffer.from(root)),
      ],
    )
  }
  const frontier = await frontierBefore(client, entries)
  await client.query('update audit_tree set size = $1, frontier = $2', [entries, encodeFrontier(frontier)])
  await client.query('update audit_follower set next_idx = $1', [entries])
}

async function signMonths({ client, entries, fromMs, toMs, signer }: RecordGiven): Promise<void> {
  const ends: number[] = []
  for (let at = nextMonth(fromMs); at < toMs; at = nextMonth(at)) ends.push(at)
  for (const at of [...ends, toMs]) {
    const size = Math.min(entries, Math.floor(((at - fromMs) / (toMs - fromMs)) * entries))
    const root = rootOf(await frontierBefore(client, size))
    const note = signNote(formatCheckpoint({ origin: signer.name, size: BigInt(size), root }), signer)
    await client.query('insert into audit_checkpoint (size, signed_at, root, note) values ($1, $2, $3, $4)', [
      size,
      new Date(at),
      Buffer.from(root),
      note,
    ])
  }
}

function nextMonth(ms: number): number {
  const at = new Date(ms)
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)
}
