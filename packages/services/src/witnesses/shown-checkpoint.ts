import {
  createVerifierKey,
  ED25519,
  formatVerifierKey,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  type VerifierKey,
} from '@counterfoil/audit'
import { findLogIdentity } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'

/** A checkpoint of ours as agents are shown it. */
export interface ShownCheckpoint {
  readonly origin: string
  readonly size: bigint
  /** Base64. */
  readonly root: string
  /** What is signed, and the whole note. */
  readonly text: string
  readonly note: string
  readonly signedAtMs: number
  /** The verifier key that signed it. */
  readonly logKey: string
}

export interface LogKeys {
  readonly origin: string
  readonly keys: readonly VerifierKey[]
}

interface CheckpointRow {
  readonly note: string
  readonly signedAtMs: number
}

/** The log's name and every key that may have signed it; null while there is no log. */
export async function readLogKeys(ctx: Pick<ServiceContext, 'pool'>): Promise<LogKeys | null> {
  const identity = await findLogIdentity(ctx)
  if (identity === null || identity.logKey === null) return null
  const { origin, logKey, formerKeys } = identity
  return { origin, keys: [logKey, ...formerKeys].map((key) => parseVerifierKey(key)) }
}

/**
 * The checkpoint all agents are shown within one minute: the first one signed in it, or the newest while there is none. So they
 * all sign the same one, and a quorum stands under it.
 */
export async function readRoundCheckpoint(ctx: Pick<ServiceContext, 'pool'>, log: LogKeys): Promise<ShownCheckpoint | null> {
  const { rows } = await ctx.pool.query<CheckpointRow>(
    `${SELECT} where signed_at >= date_trunc('minute', clock_timestamp()) order by size, signed_at limit 1`,
  )
  return rows[0] === undefined ? readNewestCheckpoint(ctx, log) : shown(rows[0], log)
}

export async function readNewestCheckpoint(ctx: Pick<ServiceContext, 'pool'>, log: LogKeys): Promise<ShownCheckpoint | null> {
  const { rows } = await ctx.pool.query<CheckpointRow>(`${SELECT} order by size desc, signed_at desc limit 1`)
  return rows[0] === undefined ? null : shown(rows[0], log)
}

export async function readCheckpointAt(
  ctx: Pick<ServiceContext, 'pool'>,
  log: LogKeys,
  { size, signedAtMs }: { readonly size: bigint; readonly signedAtMs: number },
): Promise<ShownCheckpoint | null> {
  const { rows } = await ctx.pool.query<CheckpointRow>(`${SELECT} where size = $1 and signed_at = $2`, [
    size,
    new Date(signedAtMs),
  ])
  return rows[0] === undefined ? null : shown(rows[0], log)
}

const SELECT = `select note, (extract(epoch from signed_at) * 1000)::float8 as "signedAtMs" from audit_checkpoint`

function shown({ note, signedAtMs }: CheckpointRow, log: LogKeys): ShownCheckpoint | null {
  const opened = openOwnNote(note, log)
  return opened === null ? null : { ...opened, note, signedAtMs }
}

/** A checkpoint that one of our keys signed; null for anything else. */
export function openOwnNote(note: string, { origin, keys }: LogKeys): Omit<ShownCheckpoint, 'note' | 'signedAtMs'> | null {
  const opened = openNote(note, keys)
  const checkpoint = opened.ok ? parseCheckpoint(opened.text) : undefined
  const [signature] = opened.ok ? opened.verified : []
  const key = keys.find(({ id }) => id === signature?.id)
  if (!opened.ok || checkpoint?.origin !== origin || checkpoint.root.length !== 32 || key === undefined) return null
  return {
    origin,
    size: checkpoint.size,
    root: Buffer.from(checkpoint.root).toString('base64'),
    text: opened.text,
    logKey: formatVerifierKey(createVerifierKey(origin, key.publicKey, ED25519)),
  }
}
