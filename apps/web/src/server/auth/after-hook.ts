import { accountSubject, clearAttempts, takeBackAttempt } from '@counterfoil/services/sign-in'
import { createAuthMiddleware } from 'better-auth/api'
import { findAttemptUser } from './attempt-user.ts'
import type { HookParts } from './hook-parts.ts'
import { openEndpoints } from './open-endpoints.ts'

/** After better-auth answered: takes back what was counted for a right try, and marks a session that showed both factors. */
export function createAfterHook({ db, services }: HookParts) {
  return createAuthMiddleware(async (ctx) => {
    if (ctx.context.returned instanceof Error) return
    switch (ctx.path) {
      case openEndpoints.signIn: {
        const { email } = ctx.body as { readonly email: string }
        return takeBackAttempt(services, accountSubject(email))
      }
      case openEndpoints.enrolTotp: {
        const user = await findAttemptUser(ctx)
        if (user !== null) await takeBackAttempt(services, accountSubject(user.email))
        return
      }
      case openEndpoints.verifyTotp:
      case openEndpoints.verifyRecoveryCode: {
        const made = ctx.context.newSession
        if (!made) {
          const user = await findAttemptUser(ctx)
          if (user !== null) await takeBackAttempt(services, accountSubject(user.email))
          return
        }
        const now = services.now()
        const factors = ['password', ctx.path === openEndpoints.verifyTotp ? 'totp' : 'recovery_code']
        await db.session.update({
          where: { id: made.session.id },
          data: { secondFactorAt: now, lastActionAt: now, factorShownAt: now, factors },
        })
        // A session that knew only the password must not become a full one because the factor was enrolled elsewhere.
        await db.session.deleteMany({ where: { userId: made.user.id, secondFactorAt: null } })
        await clearAttempts(services, accountSubject(made.user.email))
        return
      }
    }
  })
}
