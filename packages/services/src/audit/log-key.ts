import type { KeyObject } from 'node:crypto'
import { createSignerKey, createVerifierKey, ED25519, formatVerifierKey, type SignerKey } from '@counterfoil/audit'
import type { ServiceContext } from '../context.ts'

/** What somebody needs to check the log: its name, and the key its checkpoints are signed by. */
export interface LogIdentity {
  readonly origin: string
  /** The verifier key in use (`name+id+key`); null until a hub has started. */
  readonly logKey: string | null
  /** Keys that signed before, the latest first. */
  readonly formerKeys: readonly string[]
}

export async function findLogIdentity({ pool }: Pick<ServiceContext, 'pool'>): Promise<LogIdentity | null> {
  const origin = await findLogOrigin({ pool })
  if (origin === null) return null
  const { rows } = await pool.query<{ publicKey: Buffer }>(
    `select public_key as "publicKey" from server_key where kind = 'checkpoints' order by current_since desc`,
  )
  const [logKey = null, ...formerKeys] = rows.map(({ publicKey }) =>
    formatVerifierKey(createVerifierKey(origin, publicKey, ED25519)),
  )
  return { origin, logKey, formerKeys }
}

/** Null while the database is empty. */
export async function findLogOrigin({ pool }: Pick<ServiceContext, 'pool'>): Promise<string | null> {
  const { rows } = await pool.query<{ origin: string }>('select log_origin as origin from installation limit 1')
  return rows[0]?.origin ?? null
}

/** The hub's checkpoint key, under the log's name. */
export function checkpointSigner(origin: string, { privateKey }: { readonly privateKey: KeyObject }): SignerKey {
  const { d } = privateKey.export({ format: 'jwk' })
  if (d === undefined) throw new TypeError('checkpoints are signed with a private Ed25519 key')
  return createSignerKey(origin, new Uint8Array(Buffer.from(d, 'base64url')))
}

/** The same, once the registry tells that it is the key in use: nothing is signed by a key nobody can look up. */
export async function findLogSigner(
  ctx: Pick<ServiceContext, 'pool'>,
  key: { readonly privateKey: KeyObject },
): Promise<SignerKey | null> {
  const identity = await findLogIdentity(ctx)
  if (identity === null) return null
  const own = checkpointSigner(identity.origin, key)
  return identity.logKey === formatVerifierKey(own) ? own : null
}
