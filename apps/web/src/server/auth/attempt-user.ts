import { type createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'

export type HookContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]

/** Set by better-auth between the right password and the second factor. */
const challengeCookie = 'two_factor'

export interface AttemptUser {
  readonly id: string
  readonly email: string
  readonly twoFactorEnabled?: boolean | null
}

/** Whose factor is being shown: the session's user while enrolling, else the one of the open challenge; null without either. */
export async function findAttemptUser(ctx: HookContext): Promise<AttemptUser | null> {
  const session = await getSessionFromCtx(ctx)
  if (session) return session.user
  const cookie = ctx.context.createAuthCookie(challengeCookie)
  const challenge = await ctx.getSignedCookie(cookie.name, ctx.context.secret)
  if (!challenge) return null
  const value = await ctx.context.internalAdapter.findVerificationValue(challenge)
  return value ? await ctx.context.internalAdapter.findUserById(value.value) : null
}
