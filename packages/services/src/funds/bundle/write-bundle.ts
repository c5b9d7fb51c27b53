import { createHash } from 'node:crypto'
import { addSignatureLine, encodeProofFile } from '@counterfoil/audit'
import { type ActContext, recordAct } from '../../audit/index.ts'
import { findLogIdentity } from '../../audit/log-key.ts'
import { readEntryProof } from '../../audit/prove-entry.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import type { Opener } from '../../vault/index.ts'
import { type FileToZip, writeZip } from '../../zip/index.ts'
import { formatManifest, LOG_ENTRY, LOG_KEY, LOG_PROOF, MANIFEST } from './format.ts'
import { RecordTree } from './record-tree.ts'
import { type BundleScope, chooseRows } from './records/choose-rows.ts'
import { writeFiles } from './write-files.ts'

export interface BundleQuestion {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly acquirer: string | null
  /** The code of a store. */
  readonly store: string | null
  /** A person's name, or the part of the product that makes it. */
  readonly madeBy: string
}

export interface BundleParts {
  readonly opener: Opener
  /** Resolves when the log may have signed more; false: it is waited for no longer. */
  readonly awaitLog: () => Promise<boolean>
}

export interface WrittenBundle {
  readonly root: string
  readonly records: number
  /** Its place in the log; null: no checkpoint came in time, and the bundle says so. */
  readonly index: number | null
  readonly bytes: number
  /** Hexadecimal, of the whole file. */
  readonly sha256: string
}

type BundleContext = Pick<ServiceContext, 'pool'> & ActContext

/**
 * Writes the proof of a period as one ZIP, piece by piece: files as they came, every row that was made of them, what was agreed,
 * links, exceptions and sums, and the tree over all that. That it was made, with the root, is recorded, and the bundle carries the
 * proof of that entry. `invalid` for a period or scope that is none.
 */
export async function writeBundle(
  ctx: BundleContext,
  parts: BundleParts,
  question: BundleQuestion,
  write: (piece: Uint8Array) => Promise<void>,
): Promise<WrittenBundle> {
  const tree = new RecordTree()
  let index: number | null = null
  async function* files(): AsyncGenerator<FileToZip> {
    yield* recordFiles(ctx, parts.opener, question, tree)
    const proof = await proveMaking(ctx, parts, question, tree)
    index = proof?.index ?? null
    const root = tree.root()
    if (proof !== null) yield* proof.files
    yield { name: MANIFEST, content: whole(formatManifest({ root, sections: tree.sections, log: proof !== null })) }
  }
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of writeZip(files())) {
    hash.update(piece)
    bytes += piece.length
    await write(piece)
  }
  return { root: tree.root(), records: tree.records, index, bytes, sha256: hash.digest('hex') }
}

/** All records, as they were at one moment. */
async function* recordFiles(
  ctx: BundleContext,
  opener: Opener,
  { id, from, to, acquirer, store, madeBy }: BundleQuestion,
  tree: RecordTree,
): AsyncGenerator<FileToZip> {
  if (from > to) throw new ServiceError('invalid', `The period would begin on ${from} and end on ${to}.`, { field: 'to' })
  const client = await ctx.pool.connect()
  let broken = true
  try {
    await client.query('begin isolation level repeatable read')
    const scope: BundleScope = { from, to, acquirer, storeId: store === null ? null : await findStore(client, store) }
    await chooseRows(client, scope)
    const identity = await findLogIdentity(ctx)
    const head = {
      id,
      period: { from, to },
      acquirer,
      store,
      madeAt: ctx.now().toISOString(),
      madeBy,
      log: identity?.origin ?? null,
    }
    yield* writeFiles(client, { head, period: { from, to }, opener, tree })
    await client.query('commit')
    broken = false
  } finally {
    // Whatever was left half read ends with its connection.
    client.release(broken)
  }
}

async function findStore(client: { query: ServiceContext['pool']['query'] }, code: string): Promise<number> {
  const { rows } = await client.query<{ id: number }>('select id from store where code = $1', [code])
  if (rows[0] === undefined) throw new ServiceError('invalid', `There is no store ${code}.`, { field: 'store' })
  return rows[0].id
}

/** Records the making, and waits until the log has signed that entry. */
async function proveMaking(ctx: BundleContext, parts: BundleParts, question: BundleQuestion, tree: RecordTree) {
  const { id, from, to, acquirer, store } = question
  const target = { type: 'funds_bundle', id }
  const after = { firstDay: from, lastDay: to, acquirer, store, records: tree.records, root: tree.root() }
  await recordAct(ctx, ctx.pool, { action: 'funds_bundle.made', target, after })
  const { rows } = await ctx.pool.query<{ entry: string; body: Buffer }>(
    `select id as entry, body from audit_entry where target_type = $1 and target_id = $2 and action = 'funds_bundle.made' order by recorded_at desc limit 1`,
    [target.type, target.id],
  )
  const [made] = rows
  if (made === undefined) throw new Error('the entry of the bundle is not in the log')
  for (;;) {
    const { index, path, checkpoint, logKey } = await readEntryProof(ctx, made.entry)
    if (index !== null && path !== null && checkpoint !== null && logKey !== null) {
      const proof = encodeProofFile({
        index: BigInt(index),
        proof: path.map((hash) => Buffer.from(hash, 'base64')),
        checkpoint: checkpoint.cosignatures.reduce(addSignatureLine, checkpoint.note),
      })
      const files: FileToZip[] = [
        { name: LOG_ENTRY, content: whole(made.body) },
        { name: LOG_PROOF, content: whole(proof) },
        { name: LOG_KEY, content: whole(`${logKey}\n`) },
      ]
      return { index, files }
    }
    if (!(await parts.awaitLog())) return null
  }
}

async function* whole(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content)
}
