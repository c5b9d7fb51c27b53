import { leafHash, nodeHash } from '@counterfoil/audit'
import type { TestDatabase } from '@counterfoil/db/testing'
import type pg from 'pg'
import { type Act, recordAct, sequenceEntries } from '../src/audit/index.ts'
import { inTransaction } from '../src/in-transaction.ts'
import { newId } from './ingest-bed.ts'

export const hubContext = (pool: pg.Pool) => ({
  pool,
  actor: { kind: 'system', name: 'hub' } as const,
  now: () => new Date(),
  newId,
})

export const ACT: Act = { action: 'person.disabled', target: { type: 'person', id: 'p1' } }

export async function recordMany(pool: pg.Pool, count: number): Promise<void> {
  const ctx = hubContext(pool)
  await inTransaction(ctx, async (client) => {
    for (let made = 0; made < count; made += 1) await recordAct(ctx, client, ACT)
  })
}

export async function sequenceAll(pool: pg.Pool, most = 256): Promise<void> {
  while ((await sequenceEntries({ pool }, { most })).recordedAtMs.length > 0);
}

/** RFC 6962 2.1 by its own words. */
export function naiveRoot(hashes: readonly Uint8Array[]): Buffer {
  const [only] = hashes
  if (only === undefined) throw new Error('an empty tree is not asked for here')
  if (hashes.length === 1) return Buffer.from(only)
  const middle = 2 ** Math.floor(Math.log2(hashes.length - 1))
  return nodeHash(naiveRoot(hashes.slice(0, middle)), naiveRoot(hashes.slice(middle)))
}

export interface WholeLog {
  readonly entries: readonly string[]
  readonly hashes: readonly Buffer[]
  readonly indexes: readonly number[]
  readonly sound: boolean
}

/** The leaves in index order, and whether each holds the hash of its entry's bytes. */
export async function readLog({ owner }: Pick<TestDatabase, 'owner'>): Promise<WholeLog> {
  const { rows } = await owner.query<{ idx: number; id: string; hash: Buffer; body: Buffer }>(
    'select l.idx::int4 as idx, l.entry_id as id, l.hash, e.body from audit_leaf l join audit_entry e on e.id = l.entry_id order by l.idx',
  )
  return {
    entries: rows.map(({ id }) => id),
    hashes: rows.map(({ hash }) => hash),
    indexes: rows.map(({ idx }) => idx),
    sound: rows.every(({ hash, body }) => leafHash(body).equals(hash)),
  }
}
