import { accountSubject, countAttempt, takeTotpStep } from '@counterfoil/services/sign-in'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { symmetricDecrypt } from 'better-auth/crypto'
import { findAttemptUser } from './attempt-user.ts'
import type { HookParts } from './hook-parts.ts'
import { openEndpoints } from './open-endpoints.ts'
import { findTotpStep } from './totp.ts'

/** Before better-auth looks: refuses trusted devices, locked accounts and codes used before, and counts the attempt. */
export function createBeforeHook({ db, services }: HookParts) {
  return createAuthMiddleware(async (ctx) => {
    const body: Record<string, unknown> = ctx.body ?? {}
    // The second factor is asked for at every sign-in; no flag of a caller may change that.
    for (const flag of ['trustDevice', 'disableSession']) {
      if (body[flag]) throw refusal('BAD_REQUEST', 'FLAG_REFUSED', `${flag} is not offered here.`)
    }
    switch (ctx.path) {
      case openEndpoints.signIn:
        return admit(typeof body.email === 'string' ? body.email : '')
      case openEndpoints.verifyRecoveryCode:
      case openEndpoints.verifyTotp: {
        const user = await findAttemptUser(ctx)
        // Without a challenge better-auth refuses by itself.
        if (user === null) return
        await admit(user.email)
        if (ctx.path === openEndpoints.verifyTotp && typeof body.code === 'string') await takeCode(user.id, body.code)
        return
      }
      case openEndpoints.enrolTotp: {
        const user = await findAttemptUser(ctx)
        if (user !== null) await admit(user.email)
        return
      }
    }

    async function admit(email: string): Promise<void> {
      const counted = await countAttempt(services, accountSubject(email))
      if (counted.allowed) return
      const minutes = Math.ceil((counted.lockedUntil.getTime() - services.now().getTime()) / 60_000)
      throw new APIError('TOO_MANY_REQUESTS', {
        code: 'ACCOUNT_LOCKED',
        minutes,
        message: `Too many wrong tries for this account. It opens again in ${minutes} min.`,
      })
    }

    async function takeCode(userId: string, code: string): Promise<void> {
      const row = await db.twoFactor.findFirst({ where: { userId } })
      if (row === null) return
      const secret = await symmetricDecrypt({ key: ctx.context.secretConfig, data: row.secret })
      const step = findTotpStep(secret, code, services.now().getTime())
      if (step !== null && !(await takeTotpStep(services, userId, step))) {
        throw refusal('UNAUTHORIZED', 'CODE_USED', 'This code was used already. Wait for the next one in your app.')
      }
    }
  })
}

function refusal(status: 'BAD_REQUEST' | 'UNAUTHORIZED', code: string, message: string): APIError {
  return new APIError(status, { code, message })
}
