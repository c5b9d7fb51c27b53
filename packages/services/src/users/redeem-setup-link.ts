import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { checkPassword, passwordProblems } from './password-policy.ts'
import { hashSetupToken } from './setup-token.ts'

export const NewAccount = z.strictObject({
  token: z.string().min(1).max(100),
  // No control characters: they show nothing, and PostgreSQL cannot hold U+0000.
  name: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .regex(/^\P{Cc}+$/u),
  email: z.email().max(254).toLowerCase(),
  password: z.string().max(1_000),
})
export type NewAccount = z.input<typeof NewAccount>

/**
 * Makes the account a set-up link stands for and uses the link up, both or neither. Throws `invalid` with the field at fault,
 * `conflict` for an address that is taken, `forbidden` for a link that does not work any more.
 */
export async function redeemSetupLink(
  ctx: ServiceContext,
  input: NewAccount,
  hashPassword: (password: string) => Promise<string>,
): Promise<{ readonly userId: string }> {
  const parsed = NewAccount.safeParse(input)
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? 'token')
    throw new ServiceError('invalid', `This is not a usable ${field}. Correct it and try again.`, {
      field,
      reason: `${field}_invalid`,
    })
  }
  const account = parsed.data
  const problem = checkPassword(account.password, account.email, account.name)
  if (problem !== null)
    throw new ServiceError('invalid', passwordProblems[problem], { field: 'password', reason: `password_${problem}` })
  const password = await hashPassword(account.password)
  const now = ctx.now()
  const userId = ctx.newId()
  await ctx.db.$transaction(async (tx) => {
    // One statement decides who gets the link: of two at once, the second finds it used.
    const taken = await tx.setupLink.updateMany({
      where: { tokenHash: hashSetupToken(account.token), usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    })
    if (taken.count !== 1) {
      throw new ServiceError(
        'forbidden',
        'This set-up link has expired or was used. Make a new one with: npm run counterfoil -- setup-link',
        {
          reason: 'link_dead',
        },
      )
    }
    if (await tx.user.findUnique({ where: { email: account.email } })) {
      throw new ServiceError(
        'conflict',
        'There is an account with this e-mail address already. Sign in with it, or use another address.',
        {
          field: 'email',
          reason: 'email_taken',
        },
      )
    }
    await tx.user.create({
      data: {
        id: userId,
        name: account.name,
        email: account.email,
        emailVerified: true,
        // Whoever may run commands on the server may do everything here.
        role: 'administrator',
        createdAt: now,
        updatedAt: now,
        accounts: {
          create: { id: ctx.newId(), accountId: userId, providerId: 'credential', password, createdAt: now, updatedAt: now },
        },
      },
    })
  })
  return { userId }
}
