import type { ServiceContext } from '../context.ts'
import { reachOf } from '../permissions/stores-within.ts'
import { countSealed } from '../vault/count-sealed.ts'
import { certificateState, type InventoryKey } from './inventory-key.ts'

/** The server's own keys, those in use first, and the certificates its hubs show. */
export async function readServerKeys({
  pool,
  now,
  actor,
}: Pick<ServiceContext, 'pool' | 'now' | 'actor'>): Promise<InventoryKey[]> {
  const keys = await pool.query<Pick<InventoryKey, 'kind' | 'fingerprint' | 'since'> & { readonly current: boolean }>(
    `select kind, id as fingerprint, first_at as since, current_since = max(current_since) over (partition by kind) as current
     from server_key order by array_position('{vault,commands,checkpoints,dashboard}', kind), current_since desc`,
  )
  const certificates = await pool.query<CertificateRow>(
    `select c.names as name, c.host || ':' || c.port as place, c.fingerprint, c.subject, c.issuer, c.since,
       c.valid_until as expires, exists (select from hub_node n where n.host = c.host and n.seen_at > now() - interval '1 minute') as shown
     from hub_certificate c order by c.host, c.port`,
  )
  // What is sealed belongs to the whole chain: how much it is, is for whoever reaches all of it.
  const sealed = reachOf(actor).kind === 'chain' ? await countSealed({ pool }) : null
  return [
    ...keys.rows.map(({ current, ...key }) => ({
      ...key,
      name: '',
      place: '',
      expires: null,
      subject: '',
      issuer: '',
      state: current ? ('in_use' as const) : ('former' as const),
      lastUsed: null,
      sealed: sealed !== null && key.kind === 'vault' ? (sealed.get(key.fingerprint) ?? 0) : null,
    })),
    ...certificates.rows.map(({ shown, ...row }) => ({
      ...row,
      kind: 'certificate' as const,
      state: certificateState({ expires: row.expires, shown }, now()),
      lastUsed: null,
      sealed: null,
    })),
  ]
}

interface CertificateRow extends Pick<InventoryKey, 'name' | 'place' | 'fingerprint' | 'subject' | 'issuer' | 'since'> {
  readonly expires: Date
  /** A hub on this host is running. */
  readonly shown: boolean
}
