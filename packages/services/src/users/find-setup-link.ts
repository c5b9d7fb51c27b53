import type { ServiceContext } from '../context.ts'
import { hashSetupToken } from './setup-token.ts'

/** Whether the link still works, and if not why. An unknown one may be mistyped, or so old that it was cleared away. */
export async function findSetupLink(ctx: ServiceContext, token: string): Promise<'open' | 'used' | 'expired' | 'unknown'> {
  const link = await ctx.db.setupLink.findUnique({ where: { tokenHash: hashSetupToken(token) } })
  if (link === null) return 'unknown'
  if (link.usedAt !== null) return 'used'
  return link.expiresAt <= ctx.now() ? 'expired' : 'open'
}
