import { rememberPassword } from '../own-account/replace-password.ts'
import type { PeopleClient, PeopleContext } from './change-people.ts'

/** What an account had before. */
export interface FactorsHad {
  readonly password: boolean
  readonly authenticator: boolean
  readonly passkeys: number
  /** Bound to somebody at the chain's identity provider. */
  readonly sso: boolean
}

/** Takes password and every factor from an account; nothing of them opens it any more. */
export async function takeFactorsAway(
  { now }: Pick<PeopleContext, 'now'>,
  client: PeopleClient,
  userId: string,
): Promise<FactorsHad> {
  const { rows } = await client.query<FactorsHad>(
    `select exists (select from account a where a.user_id = $1 and a.password is not null) as password,
       exists (select from two_factor f where f.user_id = $1) as authenticator,
       (select count(*)::int4 from passkey p where p.user_id = $1) as passkeys,
       exists (select from account a where a.user_id = $1 and a.provider_id = 'sso') as sso`,
    [userId],
  )
  // It must not come back (8.3.7).
  await rememberPassword(client, userId)
  await client.query('update account set password = null, updated_at = $2 where user_id = $1', [userId, now()])
  await client.query(`delete from account where user_id = $1 and provider_id = 'sso'`, [userId])
  await client.query('update "user" set two_factor_enabled = false, updated_at = $2 where id = $1', [userId, now()])
  for (const table of ['two_factor', 'passkey', 'pending_authenticator'])
    await client.query(`delete from ${table} where user_id = $1`, [userId])
  // The steps of the old secret's codes say nothing about the new one's.
  await client.query('delete from totp_step where user_id = $1', [userId])
  // A sign-in that waits for its second factor.
  await client.query('delete from verification where value = $1', [userId])
  return rows[0] ?? { password: false, authenticator: false, passkeys: 0, sso: false }
}
