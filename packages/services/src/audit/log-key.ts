import type { KeyObject } from 'node:crypto'
import { createSignerKey, createVerifierKey, ED25519, formatVerifierKey, type SignerKey } from '@counterfoil/audit'
import type { ServiceContext } from '../context.ts'
import type { Queryable } from './read-tree.ts'

/** What somebody needs to check the log: its name, and the key its checkpoints are signed by. */
export interface LogIdentity {
  readonly origin: string
  /** The verifier key in use (`name+id+key`); null until a hub has started. */
  readonly logKey: string | null
  /** Keys that signed before, the latest first. */
  readonly formerKeys: readonly string[]
}

/** A key of the log and the size from which it signs. */
export interface LogKeyFrom {
  readonly key: string
  readonly from: number
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
export async function findLogOrigin({ pool }: { readonly pool: Queryable }): Promise<string | null> {
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

/** The key in use when a range of the log begins, and those that came after it in the range, in their order. */
export async function findLogKeys(
  client: Queryable,
  { origin, logKey }: { readonly origin: string; readonly logKey: string },
  { from, to }: { readonly from: number; readonly to: number },
): Promise<{ readonly first: string; readonly later: readonly LogKeyFrom[] }> {
  const { rows } = await client.query<{ idx: number; before: Buffer | null; key: Buffer }>(
    // What an entry in the archive says is not here; its line names the key, and the one before is that of the entry before.
    `select t.idx::float8 as idx, b.public_key as before, k.public_key as key
     from (select l.idx, convert_from(e.body, 'UTF8')::jsonb as body, split_part(e.target_id, '/', 2) as id,
         lag(split_part(e.target_id, '/', 2)) over (order by l.idx) as id_before
       from audit_entry e join audit_leaf l on l.entry_id = e.id
       where e.action = 'key.registered' and e.target_type = 'server_key' and e.target_id like 'checkpoints/%') t
     join server_key k on k.kind = 'checkpoints' and k.id = coalesce(t.body->'after'->>'current', t.id)
     left join server_key b on b.kind = 'checkpoints'
       and b.id = case when t.body is null then t.id_before else t.body->'before'->>'current' end
     order by t.idx`,
  )
  const written = (key: Buffer) => formatVerifierKey(createVerifierKey(origin, key, ED25519))
  // What the first entry replaced was there before there was a log.
  const before = rows.findLast(({ idx }) => idx < from)?.key ?? rows[0]?.before ?? rows[0]?.key
  const later = rows.filter((row, nth) => row.idx >= from && row.idx < to && (nth > 0 || row.before !== null))
  return {
    first: before == null ? logKey : written(before),
    later: later.map(({ idx, key }) => ({ key: written(key), from: idx + 1 })),
  }
}
