import type pg from 'pg'
import type { ServiceContext } from '../context.ts'

interface AccountGiven {
  /** Whose role and reach the account gets; a link that names none makes an administrator of the whole chain. */
  readonly linkId: string
  readonly name: string
  readonly email: string
  readonly hash: string
}

/** Makes the account of a link and returns its id; null when the address has one already. */
export async function insertAccount(
  ctx: Pick<ServiceContext, 'now' | 'newId'>,
  client: Pick<pg.PoolClient, 'query'>,
  { linkId, name, email, hash }: AccountGiven,
): Promise<string | null> {
  const now = ctx.now()
  const userId = ctx.newId()
  const made = await client.query(
    // Whoever may run commands on the server may do everything here.
    `insert into "user" (id, name, email, email_verified, role, reach, reach_country, reach_region, reach_store_ids,
       created_at, updated_at, password_changed_at)
     select $2, $3, $4, true, coalesce(l.role, 'administrator'), coalesce(l.reach, 'chain'), l.reach_country, l.reach_region,
       coalesce(l.reach_store_ids, '{}'), $5, $5, $5
     from setup_link l where l.id = $1
     on conflict (email) do nothing`,
    [linkId, userId, name, email, now],
  )
  if (made.rowCount === 0) return null
  await client.query(
    `insert into account (id, account_id, provider_id, user_id, password, created_at, updated_at)
     values ($1, $2, 'credential', $2, $3, $4, $4)`,
    [ctx.newId(), userId, hash, now],
  )
  return userId
}
