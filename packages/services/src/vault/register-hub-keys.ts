import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { type HubKeyKind, type HubKeys, hubKeyKinds } from './derive-hub-keys.ts'

export interface RegisteredKeys {
  /** Which kinds have a new current key. */
  readonly changed: readonly HubKeyKind[]
  /** The vault key used until now, when this hub does not hold it: what was sealed for it cannot be opened here. */
  readonly missingVaultKey: string | null
}

/** Any number, the same in every hub. */
const LOCK = 4_017_012

/**
 * Leaves the public halves of the hub's current keys where the dashboard finds them, and records each that is new.
 * `held` are all secrets' keys, the current first.
 */
export function registerHubKeys(
  ctx: Pick<ServiceContext, 'pool'> & ActContext,
  held: readonly [HubKeys, ...HubKeys[]],
): Promise<RegisteredKeys> {
  return inTransaction(ctx, async (client) => {
    // Hubs that start together would each find the other's key missing, and record it twice.
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    const changed: HubKeyKind[] = []
    let missingVaultKey: string | null = null
    for (const kind of hubKeyKinds) {
      const { id, publicKey } = held[0][kind]
      const { rows } = await client.query<{ id: string }>(
        'select id from server_key where kind = $1 order by current_since desc limit 1',
        [kind],
      )
      const before = rows[0]?.id ?? null
      if (before === id) continue
      await client.query(
        `insert into server_key as k (kind, id, public_key, first_at, current_since)
         select $1, $2, $3, $4, greatest($4, max(current_since) + interval '1 millisecond') from server_key where kind = $1
         on conflict (kind, id) do update set current_since = excluded.current_since`,
        [kind, id, Buffer.from(publicKey), ctx.now()],
      )
      await recordAct(ctx, client, {
        action: 'key.registered',
        target: { type: 'server_key', id: `${kind}/${id}` },
        before: { current: before },
        after: { current: id },
      })
      changed.push(kind)
      if (kind === 'vault' && before !== null && !held.some((keys) => keys.vault.id === before)) missingVaultKey = before
    }
    return { changed, missingVaultKey }
  })
}
