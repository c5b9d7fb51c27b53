import { isServiceError, type ServiceContext } from '@counterfoil/services'
import { AssertionResponse, createSignInOptions, type PasskeyHolder, signInWithPasskey } from '@counterfoil/services/passkeys'
import { type FactorKit, forgiveAttempt, settleAttempt, startSession } from '@counterfoil/services/sign-in'
import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'
import { type HookParts, servicesOf } from './hook-parts.ts'
import { openEndpoints } from './open-endpoints.ts'

/** Which challenge this browser was given. */
const challengeCookie = 'passkey_challenge'

/**
 * Signing in with a passkey, in better-auth's frame for its cookies and limits. Its own plugin never asks that the holder was
 * verified and lets copies of a passkey pass; see docs/decisions/0005-sign-in.md.
 */
export function passkeySignIn(parts: HookParts, kit: Pick<FactorKit, 'site'>) {
  return {
    id: 'counterfoil-passkey',
    endpoints: {
      passkeyOptions: createAuthEndpoint(openEndpoints.passkeyOptions, { method: 'POST', body: z.object({}) }, async (ctx) => {
        const { challengeId, options } = await createSignInOptions(servicesOf(parts, ctx.request), kit)
        const cookie = ctx.context.createAuthCookie(challengeCookie, { maxAge: 300 })
        await ctx.setSignedCookie(cookie.name, challengeId, ctx.context.secret, cookie.attributes)
        return ctx.json(options)
      }),
      passkeySignIn: createAuthEndpoint(
        openEndpoints.passkeySignIn,
        { method: 'POST', body: z.object({ response: AssertionResponse }) },
        async (ctx) => {
          const services = servicesOf(parts, ctx.request)
          const cookie = ctx.context.createAuthCookie(challengeCookie)
          const challengeId = (await ctx.getSignedCookie(cookie.name, ctx.context.secret)) || null
          const { userId, complete, attempt } = await refuseAsAuth(services, kit, challengeId, ctx.body.response)
          const user = await ctx.context.internalAdapter.findUserById(userId)
          const session = await ctx.context.internalAdapter.createSession(userId)
          if (user === null || session === null) throw new APIError('INTERNAL_SERVER_ERROR')
          await startSession(services, { sessionId: session.id, userId, factors: ['passkey'], complete })
          await (complete ? settleAttempt : forgiveAttempt)(services, attempt)
          await setSessionCookie(ctx, { session, user })
          return ctx.json({ ok: true, complete })
        },
      ),
    },
  } satisfies BetterAuthPlugin
}

/** Refusals of the verb in the form of all others here. */
async function refuseAsAuth(
  services: ServiceContext,
  kit: Pick<FactorKit, 'site'>,
  challengeId: string | null,
  response: AssertionResponse,
): Promise<PasskeyHolder> {
  try {
    return await signInWithPasskey(services, kit, challengeId, response)
  } catch (error) {
    if (!isServiceError(error)) throw error
    const minutes = error.retryAfterMs === undefined ? {} : { minutes: Math.ceil(error.retryAfterMs / 60_000) }
    throw new APIError(statusOf[error.code], {
      code: (error.reason ?? error.code).toUpperCase(),
      message: error.message,
      ...minutes,
    })
  }
}

const statusOf = {
  not_found: 'NOT_FOUND',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  invalid: 'BAD_REQUEST',
  conflict: 'CONFLICT',
  too_many: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
} as const
