import { createHash } from 'node:crypto'
import { formatManifest, formatVerifierKey, MANIFEST_FILE, parseVerifierKey, type VerifierKey } from '@counterfoil/audit'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { type FileToZip, writeZip } from '../zip/index.ts'
import type { ActContext } from './build-entry.ts'
import { bundleFiles, frontierBefore } from './bundle-files.ts'
import { type AskedRange, chooseRange } from './choose-range.ts'
import { findLogIdentity, findLogKeys } from './log-key.ts'
import type { LogRange } from './log-range.ts'
import type { Queryable } from './read-tree.ts'
import { recordAct } from './record-act.ts'

export interface BundleOptions extends AskedRange {
  /** Verifier keys of the witnesses whose cosignatures count, and how many of them must have signed. */
  readonly witnesses?: readonly string[] | undefined
  readonly quorum?: number | undefined
}

export interface ExportedBundle extends LogRange {
  readonly entries: number
  readonly bytes: number
  /** Of the whole file, hexadecimal. */
  readonly sha256: string
}

/**
 * Writes a range of the log as one ZIP that can be verified without us, piece by piece, and records that it was taken, with its
 * SHA-256. `invalid` for a range the log does not have, `unavailable` before there is a checkpoint.
 */
export async function exportBundle(
  ctx: Pick<ServiceContext, 'pool'> & ActContext,
  options: BundleOptions,
  write: (piece: Uint8Array) => Promise<void>,
): Promise<ExportedBundle> {
  const identity = await findLogIdentity(ctx)
  if (identity === null || identity.logKey === null)
    throw new ServiceError('unavailable', 'There is no log yet: start the hub, which keeps it.')
  const { origin, logKey } = identity
  const range = await chooseRange(ctx, options)
  const target = { type: 'log', id: origin }
  const identityNow = { origin, logKey: parseVerifierKey(logKey), madeAt: ctx.now() }
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const piece of writeZip(bundleWithManifest(ctx.pool, range, identityNow, options))) {
      hash.update(piece)
      bytes += piece.length
      await write(piece)
    }
  } catch (error) {
    await recordAct(ctx, ctx.pool, {
      action: 'audit.exported',
      target,
      outcome: 'failed',
      reason: 'cut_off',
      after: { ...range },
    })
    throw error
  }
  const exported = { ...range, entries: range.to - range.from, bytes, sha256: hash.digest('hex') }
  await recordAct(ctx, ctx.pool, { action: 'audit.exported', target, after: exported })
  return exported
}

export interface BundleIdentity {
  readonly origin: string
  readonly logKey: VerifierKey
  readonly madeAt: Date
}

/** All files of a bundle, its manifest first. */
export async function* bundleWithManifest(
  client: Queryable,
  range: LogRange,
  { origin, logKey, madeAt }: BundleIdentity,
  { witnesses = [], quorum = 0 }: Pick<BundleOptions, 'witnesses' | 'quorum'>,
): AsyncGenerator<FileToZip> {
  const keys = witnesses.map((key) => parseVerifierKey(key))
  const { first, later } = await findLogKeys(client, { origin, logKey: formatVerifierKey(logKey) }, range)
  const manifest = formatManifest({
    origin,
    logKey: parseVerifierKey(first),
    laterLogKeys: later.map(({ key, from }) => ({ key: parseVerifierKey(key), from })),
    ...range,
    frontier: await frontierBefore(client, range.from),
    madeAt: madeAt.toISOString(),
    witnesses: keys.map((key) => ({ name: key.name, key })),
    quorum,
  })
  yield { name: MANIFEST_FILE, content: whole(manifest) }
  yield* bundleFiles(client, range)
}

async function* whole(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
