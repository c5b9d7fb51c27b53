import {
  addSignatureLine,
  appendLeaves,
  CHECKPOINTS_FILE,
  consistencyProof,
  createVerifierKey,
  emptyFrontier,
  entriesFile,
  entryLine,
  formatCheckpoint,
  formatCheckpointList,
  formatManifest,
  LEAVES_FILE,
  leafHash,
  MANIFEST_FILE,
  memorySource,
  nodeHash,
  rootOf,
  type SignerKey,
  signNote,
  type VerifierKey,
} from '@counterfoil/audit'
import type { TestDatabase } from '@counterfoil/db/testing'
import type pg from 'pg'

/** The log as its tables hold it: what whoever owns the database may change. */
export interface LogRows {
  readonly entries: readonly { readonly id: string; readonly body: Buffer }[]
  /** What was sequenced. */
  readonly leaves: readonly Buffer[]
  readonly checkpoints: readonly { readonly size: number; readonly note: string; readonly lines: readonly string[] }[]
}

type Queryable = Pick<pg.PoolClient, 'query'>

export async function readRows(client: Queryable): Promise<LogRows> {
  const entries = await client.query<{ id: string; body: Buffer; hash: Buffer }>(
    'select e.id, e.body, l.hash from audit_leaf l join audit_entry e on e.id = l.entry_id order by l.idx',
  )
  const checkpoints = await client.query<{ size: number; note: string; lines: string[] }>(
    `select size::int4 as size, note, array(select line from audit_cosignature o where (o.size, o.signed_at) = (c.size, c.signed_at) order by witness) as lines
     from audit_checkpoint c order by size, signed_at`,
  )
  return {
    entries: entries.rows.map(({ id, body }) => ({ id, body })),
    leaves: entries.rows.map(({ hash }) => hash),
    checkpoints: checkpoints.rows,
  }
}

/** Writes the tables anew as the owner can, reads them as an export does, and takes it all back. */
export async function throughDatabase({ owner }: Pick<TestDatabase, 'owner'>, rows: LogRows): Promise<LogRows> {
  const client = await owner.connect()
  try {
    await client.query('begin')
    for (const table of ['audit_entry', 'audit_leaf', 'audit_tile', 'audit_checkpoint', 'audit_cosignature', 'audit_personal'])
      await client.query(`alter table ${table} disable trigger user`)
    for (const table of ['audit_witness', 'audit_cosignature', 'audit_checkpoint', 'audit_leaf', 'audit_personal', 'audit_entry'])
      await client.query(`delete from ${table}`)
    const { entries, leaves, checkpoints } = rows
    await client.query(
      `insert into audit_entry (id, acted_at, action, outcome, actor_type, actor_id, target_type, target_id, body)
       select id, now(), 'x', 'done', 'x', 'x', 'x', 'x', body from unnest($1::uuid[], $2::bytea[]) u (id, body)`,
      [entries.map(({ id }) => id), entries.map(({ body }) => body)],
    )
    await client.query(
      `insert into audit_leaf (idx, entry_id, hash)
       select nth - 1, id, hash from unnest($1::uuid[], $2::bytea[]) with ordinality u (id, hash, nth)`,
      [entries.map(({ id }) => id), leaves.slice(0, entries.length)],
    )
    for (const [nth, { size, note, lines }] of checkpoints.entries()) {
      const at = new Date(1_000_000 + nth)
      await client.query('insert into audit_checkpoint (size, signed_at, root, note) values ($1, $2, $3, $4)', [
        size,
        at,
        Buffer.alloc(32),
        note,
      ])
      for (const [witness, line] of lines.entries())
        await client.query(
          'insert into audit_cosignature (size, signed_at, witness, line, cosigned_at) values ($1, $2, $3, $4, now())',
          [size, at, `${witness}`, line],
        )
    }
    return await readRows(client)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** A bundle of the whole log, as the product's files are. */
export function bundleOf(
  rows: LogRows,
  {
    logKey,
    witnesses,
    quorum,
  }: { readonly logKey: VerifierKey; readonly witnesses: readonly VerifierKey[]; readonly quorum: number },
) {
  const to = rows.checkpoints.at(-1)?.size ?? 0
  return memorySource({
    [MANIFEST_FILE]: formatManifest({
      origin: logKey.name,
      logKey: createVerifierKey(logKey.name, logKey.publicKey, logKey.algorithm),
      from: 0,
      to,
      frontier: emptyFrontier(),
      madeAt: '2026-11-28T00:00:00.000Z',
      witnesses: witnesses.map((key) => ({ name: key.name, key })),
      quorum,
    }),
    [entriesFile(0)]: Buffer.concat(rows.entries.slice(0, to).map(({ body }) => entryLine(body))),
    [LEAVES_FILE]: Buffer.concat(rows.leaves.slice(0, to)),
    [CHECKPOINTS_FILE]: formatCheckpointList(rows.checkpoints.map(({ note, lines }) => lines.reduce(addSignatureLine, note))),
  })
}

export function rootOfLeaves(leaves: readonly Uint8Array[]): Buffer {
  return rootOf(appendLeaves(emptyFrontier(), leaves))
}

/** The log signed anew at these sizes, by whoever holds its key; nobody has witnessed it. */
export function signAnew(bodies: readonly Buffer[], sizes: readonly number[], signer: SignerKey): LogRows['checkpoints'] {
  const leaves = bodies.map((body) => leafHash(body))
  return sizes.map((size) => ({
    size,
    note: signNote(
      formatCheckpoint({ origin: signer.name, size: BigInt(size), root: rootOfLeaves(leaves.slice(0, size)) }),
      signer,
    ),
    lines: [],
  }))
}

/** What a hub over these rows answers an agent that has seen `from` entries. */
export async function answerOf(rows: LogRows, logKey: string, from: number) {
  const newest = rows.checkpoints.at(-1)
  const size = newest?.size ?? 0
  const proof = from > size ? [] : await consistencyProof(subtrees(rows.leaves), BigInt(from), BigInt(size))
  return {
    ok: true as const,
    logKey,
    note: newest?.note ?? '',
    proof: proof.map((hash) => Buffer.from(hash).toString('base64')),
    signedAtMs: 1_000,
  }
}

function subtrees(leaves: readonly Buffer[]) {
  return (level: number, index: bigint): Buffer => {
    const width = 2 ** level
    const start = Number(index) * width
    if (level === 0) return leaves[start] ?? Buffer.alloc(32)
    const below = subtrees(leaves)
    return nodeHash(below(level - 1, index * 2n), below(level - 1, index * 2n + 1n))
  }
}
