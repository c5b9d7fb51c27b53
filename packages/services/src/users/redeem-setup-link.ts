import type pg from 'pg'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { isPasswordOfBefore } from '../own-account/replace-password.ts'
import type { FactorKit } from '../sign-in/factor-kit.ts'
import { type FoundSetupLink, findSetupLink } from './find-setup-link.ts'
import { giveNewPassword } from './give-new-password.ts'
import { insertAccount } from './insert-account.ts'
import { checkPassword, passwordProblems } from './password-policy.ts'
import { hashSetupToken } from './setup-token.ts'

/** What a link takes: the first one all of it, an invitation no address (it has one), a reset the password alone. */
export const NewAccount = z.strictObject({
  token: z.string().min(1).max(100),
  // No control characters: they show nothing, and PostgreSQL cannot hold U+0000.
  name: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u)
    .optional(),
  email: z.email().max(254).toLowerCase().optional(),
  password: z.string().max(1_000),
})
export type NewAccount = z.input<typeof NewAccount>

type OpenLink = Extract<FoundSetupLink, { readonly state: 'open' }>

/**
 * Makes the account a link stands for, or gives an account its new password, and uses the link up, both or neither. Throws
 * `invalid` with the field at fault, `conflict` for an address that is taken, `forbidden` for a link that does not work any more.
 */
export async function redeemSetupLink(
  ctx: Pick<ServiceContext, 'pool' | 'actor' | 'origin' | 'now' | 'newId'>,
  input: NewAccount,
  kit: Pick<FactorKit, 'hashPassword' | 'verifyPassword'>,
): Promise<{ readonly userId: string }> {
  const parsed = NewAccount.safeParse(input)
  if (!parsed.success) throw unusable(String(parsed.error.issues[0]?.path[0] ?? 'token'))
  const { token, name, password, ...given } = parsed.data
  const link = await findSetupLink(ctx, token)
  if (link.state !== 'open') throw dead()
  const email = addressOf(link, given.email)
  if (link.kind !== 'reset' && name === undefined) throw unusable('name')
  const problem = checkPassword(password, email, name ?? (link.kind === 'reset' ? link.name : ''))
  if (problem !== null)
    throw new ServiceError('invalid', passwordProblems[problem], { field: 'password', reason: `password_${problem}` })
  if (link.kind === 'reset' && (await isPasswordOfBefore(ctx, kit, link.userId, password))) {
    throw new ServiceError('invalid', 'This was one of your last passwords. Choose another one.', {
      field: 'password',
      reason: 'password_used_before',
    })
  }
  const hash = await kit.hashPassword(password)
  return inTransaction(ctx, async (client) => {
    const taken = await takeLink(ctx, client, token)
    if (taken.userId !== null) {
      await giveNewPassword(ctx, client, { userId: taken.userId, email, hash })
      return { userId: taken.userId }
    }
    const userId = await insertAccount(ctx, client, { linkId: taken.id, name: name ?? '', email, hash })
    if (userId === null) {
      throw new ServiceError(
        'conflict',
        'There is an account with this e-mail address already. Sign in with it, or use another address.',
        { field: 'email', reason: 'email_taken' },
      )
    }
    // Of a link behind the glass: this account does not say that its own use is known of.
    await client.query('update break_glass set account_id = $2 where id = $1', [taken.id, userId])
    await recordAct(ctx, client, {
      action: 'person.created',
      target: { type: 'person', id: userId },
      after: { link: link.kind, id: taken.id },
      personal: { name: name ?? '', email },
    })
    return { userId }
  })
}

/** The address is the link's own where it has one. */
function addressOf(link: OpenLink, given: string | undefined): string {
  if (link.kind === 'first') {
    if (given === undefined) throw unusable('email')
    return given
  }
  if (given !== undefined && given !== link.email) {
    throw new ServiceError('invalid', 'This link is for one address only. Ask for a link for the other one.', {
      field: 'email',
      reason: 'email_fixed',
    })
  }
  return link.email
}

/** One statement decides who gets the link: of two at once, the second finds it used. */
async function takeLink(
  ctx: Pick<ServiceContext, 'now'>,
  client: Pick<pg.PoolClient, 'query'>,
  token: string,
): Promise<{ readonly id: string; readonly userId: string | null }> {
  const { rows } = await client.query<{ id: string; userId: string | null }>(
    `update setup_link set used_at = $2 where token_hash = $1 and used_at is null and revoked_at is null and expires_at > $2
     returning id, user_id as "userId"`,
    [Buffer.from(hashSetupToken(token)), ctx.now()],
  )
  if (rows[0] === undefined) throw dead()
  return rows[0]
}

function dead(): ServiceError {
  return new ServiceError('forbidden', 'This link has expired, was used or was taken back. Ask for a new one.', {
    reason: 'link_dead',
  })
}

function unusable(field: string): ServiceError {
  return new ServiceError('invalid', `This is not a usable ${field}. Correct it and try again.`, {
    field,
    reason: `${field}_invalid`,
  })
}
