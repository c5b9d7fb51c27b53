import type pg from 'pg'
import { ServiceError } from '../errors.ts'
import { createSealer, type Sealer } from './create-sealer.ts'

/** Seals for the hub's current key, by the public half the hub has left in the database. `unavailable` before its first start. */
export async function findSealer({ pool }: { readonly pool: Pick<pg.Pool | pg.PoolClient, 'query'> }): Promise<Sealer> {
  const { rows } = await pool.query<{ publicKey: Buffer }>(
    `select public_key as "publicKey" from server_key where kind = 'vault' order by current_since desc limit 1`,
  )
  const [current] = rows
  if (current === undefined) {
    throw new ServiceError('unavailable', 'The hub has not left its key yet, so nothing can be sealed. Start the hub.', {
      reason: 'no_vault_key',
    })
  }
  return createSealer(current.publicKey)
}
