import type { Factor, ServiceContext } from '@counterfoil/services'
import { forgiveAttempt, recordFailedAttempt, settleAttempt, startSession } from '@counterfoil/services/sign-in'
import { createAuthMiddleware, isAPIError } from 'better-auth/api'
import { type HookParts, servicesOf, type Trying } from './hook-parts.ts'
import { openEndpoints } from './open-endpoints.ts'

/** After better-auth answered: takes back what was counted for a right try, records a wrong one, and marks what a session has shown. */
export function createAfterHook(parts: HookParts) {
  return createAuthMiddleware(async (ctx) => {
    const trying = ctx.request && parts.trying.get(ctx.request)
    if (trying === undefined) return
    const services = servicesOf(parts, ctx.request)
    const { returned, newSession } = ctx.context
    if (returned instanceof Error) return fail(services, trying, returned)
    switch (ctx.path) {
      case openEndpoints.signIn:
      case openEndpoints.enrolTotp: {
        await forgiveAttempt(services, trying.attempt)
        // Only an account without a second factor keeps the session its password made: to enrol one.
        if (newSession && newSession.user.twoFactorEnabled !== true) await start(services, newSession, ['password'], false)
        return
      }
      case openEndpoints.verifyTotp:
      case openEndpoints.verifyRecoveryCode: {
        if (!newSession) return forgiveAttempt(services, trying.attempt)
        await start(services, newSession, ['password', trying.factor], true, trying.enrolling)
        await settleAttempt(services, trying.attempt)
        return
      }
    }
  })
}

interface NewSession {
  readonly session: { readonly id: string }
  readonly user: { readonly id: string }
}

function start(
  services: ServiceContext,
  { session, user }: NewSession,
  factors: readonly Factor[],
  complete: boolean,
  enrolled = false,
): Promise<void> {
  return startSession(services, { sessionId: session.id, userId: user.id, factors, complete, enrolled })
}

async function fail(services: ServiceContext, { email, userId, factor, attempt }: Trying, error: Error): Promise<void> {
  // A fault of ours is nobody's failed try.
  if (!isAPIError(error)) return forgiveAttempt(services, attempt)
  const reason = String(error.body?.code ?? error.status).toLowerCase()
  await recordFailedAttempt(services, { action: 'sign_in.failed', userId, email, factor, reason, attempt })
}
