import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { countUsers } from './count-users.ts'
import { createSetupToken, hashSetupToken } from './setup-token.ts'

export const SETUP_LINK_LIFETIME_MS = 30 * 60_000

export interface SetupLink {
  /** Goes into `/setup/<token>`; kept nowhere else. */
  readonly token: string
  readonly expiresAt: Date
}

/**
 * Makes a link with which one account can be made, once, within 30 minutes. There is no other way to make one. Throws
 * `conflict` when somebody has an account already, unless `force` is set. Without `force` it replaces any unused link.
 */
export async function createSetupLink(ctx: ServiceContext, { force }: { readonly force: boolean }): Promise<SetupLink> {
  if (!force && (await countUsers(ctx)) > 0) {
    throw new ServiceError(
      'conflict',
      'There is an account already, so no set-up link was made. Sign in with it, or ask again with --force to make a link for one more account.',
      { reason: 'account_exists' },
    )
  }
  const now = ctx.now()
  const token = createSetupToken()
  const expiresAt = new Date(now.getTime() + SETUP_LINK_LIFETIME_MS)
  // The first account has one link at a time: a new one replaces what earlier starts printed.
  await ctx.db.setupLink.deleteMany({ where: force ? { expiresAt: { lt: now } } : { usedAt: null } })
  await ctx.db.setupLink.create({ data: { tokenHash: hashSetupToken(token), createdAt: now, expiresAt } })
  return { token, expiresAt }
}
