import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'

/** Somebody as an identity provider knows them; the address is one it has verified. */
export interface SsoIdentity {
  readonly issuer: string
  readonly subject: string
  readonly email: string
}

export type FoundAccount =
  | { readonly found: true; readonly userId: string }
  | { readonly found: false; readonly reason: 'no_account' | 'account_disabled' | 'other_identity' }

const PROVIDER = 'sso'

/**
 * The account of an identity: the one it is bound to, or the one with its verified address, which is bound to it from then on. An
 * address that moved to somebody else at the provider opens nothing: the account stays bound to the first identity.
 */
export async function findSsoAccount(ctx: ServiceContext, { issuer, subject, email }: SsoIdentity): Promise<FoundAccount> {
  const accountId = `${issuer} ${subject}`
  return inTransaction(ctx, async (client) => {
    const bound = await client.query<{ userId: string; state: string }>(
      `select u.id as "userId", u.state from account a join "user" u on u.id = a.user_id
       where a.provider_id = $1 and a.account_id = $2`,
      [PROVIDER, accountId],
    )
    const known = bound.rows[0]
    if (known !== undefined) return judge(known)
    // Locked, so that two first sign-ins at once bind one identity.
    const named = await client.query<{ userId: string; state: string }>(
      'select u.id as "userId", u.state from "user" u where u.email = $1 for update',
      [email],
    )
    const user = named.rows[0]
    if (user === undefined) return { found: false, reason: 'no_account' }
    if (user.state !== 'active') return judge(user)
    const others = await client.query('select 1 from account where provider_id = $1 and user_id = $2', [PROVIDER, user.userId])
    if ((others.rowCount ?? 0) > 0) return { found: false, reason: 'other_identity' }
    const now = ctx.now()
    await client.query(
      `insert into account (id, account_id, provider_id, user_id, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)`,
      [ctx.newId(), accountId, PROVIDER, user.userId, now],
    )
    await recordAct(ctx, client, {
      action: 'factor.added',
      target: { type: 'person', id: user.userId },
      after: { factor: 'sso', issuer },
      personal: { subject },
    })
    return judge(user)
  })
}

function judge({ userId, state }: { readonly userId: string; readonly state: string }): FoundAccount {
  return state === 'active' ? { found: true, userId } : { found: false, reason: 'account_disabled' }
}
