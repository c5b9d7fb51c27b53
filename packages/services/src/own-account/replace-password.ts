import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import type { FactorKit } from '../sign-in/index.ts'

/** PCI DSS 8.3.7: a new password is none of the last four. */
export const PASSWORDS_REMEMBERED = 4

type Client = Pick<pg.Pool, 'query'>

/** Whether it is the account's password now or one of the four before. */
export async function isPasswordOfBefore(
  ctx: Pick<ServiceContext, 'pool'>,
  kit: Pick<FactorKit, 'verifyPassword'>,
  userId: string,
  password: string,
): Promise<boolean> {
  const { rows } = await ctx.pool.query<{ hash: string }>(
    `select password as hash from account where user_id = $1 and provider_id = 'credential' and password is not null
     union all (select hash from password_history where user_id = $1 order by set_at desc limit ${PASSWORDS_REMEMBERED})`,
    [userId],
  )
  for (const { hash } of rows) if (await kit.verifyPassword({ hash, password })) return true
  return false
}

/** Puts a new hash in place of the old one, which is remembered with the three before it. */
export async function replacePassword(
  ctx: Pick<ServiceContext, 'now'>,
  client: Client,
  userId: string,
  hash: string,
): Promise<void> {
  const now = ctx.now()
  await rememberPassword(client, userId)
  await client.query(`update account set password = $2, updated_at = $3 where user_id = $1 and provider_id = 'credential'`, [
    userId,
    hash,
    now,
  ])
  await client.query('update "user" set password_changed_at = $2, updated_at = $2 where id = $1', [userId, now])
}

/** Keeps the account's password among those that must not come back; what is older than the last four is forgotten. */
export async function rememberPassword(client: Client, userId: string): Promise<void> {
  await client.query(
    `insert into password_history (user_id, set_at, hash)
     select a.user_id, coalesce(u.password_changed_at, u.created_at), a.password
     from account a join "user" u on u.id = a.user_id
     where a.user_id = $1 and a.provider_id = 'credential' and a.password is not null
     on conflict (user_id, set_at) do nothing`,
    [userId],
  )
  await client.query(
    `delete from password_history where user_id = $1 and set_at not in (
       select set_at from password_history where user_id = $1 order by set_at desc limit ${PASSWORDS_REMEMBERED})`,
    [userId],
  )
}
