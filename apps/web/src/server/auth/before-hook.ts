import type { Factor } from '@counterfoil/services'
import { recordAct } from '@counterfoil/services/audit'
import { admitAttempt, findTotpStep, recordFailedAttempt, takeTotpStep } from '@counterfoil/services/sign-in'
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { symmetricDecrypt } from 'better-auth/crypto'
import { type AttemptUser, findAttemptUser, type HookContext } from './attempt-user.ts'
import { type HookParts, servicesOf } from './hook-parts.ts'
import { openEndpoints } from './open-endpoints.ts'

/** Before better-auth looks: refuses trusted devices, locked accounts and codes used before, and counts the attempt. */
export function createBeforeHook(parts: HookParts) {
  return createAuthMiddleware(async (ctx) => {
    const body: Record<string, unknown> = ctx.body ?? {}
    // The second factor is asked for at every sign-in; no flag of a caller may change that.
    for (const flag of ['trustDevice', 'disableSession']) {
      if (body[flag]) throw refusal('BAD_REQUEST', 'FLAG_REFUSED', `${flag} is not offered here.`)
    }
    switch (ctx.path) {
      case openEndpoints.signIn: {
        const email = typeof body.email === 'string' ? body.email : ''
        const user = await ctx.context.internalAdapter.findUserByEmail(storable(email))
        return admit(parts, ctx, 'password', email, user?.user ?? null)
      }
      case openEndpoints.verifyRecoveryCode:
      case openEndpoints.verifyTotp: {
        const user = await findAttemptUser(ctx)
        // Without a challenge better-auth refuses by itself.
        if (user === null) return
        const isTotp = ctx.path === openEndpoints.verifyTotp
        await admit(parts, ctx, isTotp ? 'totp' : 'recovery_code', user.email, user)
        if (isTotp && typeof body.code === 'string') await takeCode(parts, ctx, user, body.code)
        return
      }
      case openEndpoints.enrolTotp: {
        const user = await findAttemptUser(ctx)
        if (user === null) return
        await refuseEnrolment(parts, ctx, user)
        return admit(parts, ctx, 'password', user.email, user)
      }
      case openEndpoints.signOut: {
        const found = await getSessionFromCtx(ctx)
        if (found === null) return
        const { user, session } = found
        const services = servicesOf(parts, ctx.request)
        await recordAct(
          { ...services, actor: { kind: 'user', id: user.id, sessionId: session.id, reach: { kind: 'chain' }, factors: [] } },
          services.pool,
          {
            action: 'session.ended',
            target: { type: 'session', id: session.id },
            reason: 'signed_out',
            after: { userId: user.id },
          },
        )
      }
    }
  })
}

/**
 * The first authenticator app is connected by whoever has shown the password and nothing else yet. A session that has shown a
 * second factor connects one on the account's page, which asks for a factor shown just now; an account whose second factor is
 * the identity provider's opens to nobody who knows its password alone.
 */
async function refuseEnrolment({ db }: HookParts, ctx: HookContext, user: AttemptUser): Promise<void> {
  const found = await getSessionFromCtx(ctx)
  const session = found && (await db.session.findUnique({ where: { id: found.session.id } }))
  const bond = await db.account.findFirst({ where: { userId: user.id, providerId: 'sso' } })
  if ((session?.secondFactorAt ?? null) !== null || bond !== null)
    throw refusal(
      'FORBIDDEN',
      'ENROLMENT_REFUSED',
      'Sign in as usual, then connect an authenticator app on the page of your account.',
    )
}

async function admit(parts: HookParts, ctx: HookContext, factor: Factor, email: string, user: AttemptUser | null): Promise<void> {
  const services = servicesOf(parts, ctx.request)
  const admission = await admitAttempt(services, email)
  const userId = user?.id ?? null
  if (admission.allowed) {
    const enrolling = factor === 'totp' && user?.twoFactorEnabled !== true
    if (ctx.request) parts.trying.set(ctx.request, { factor, email, userId, enrolling, attempt: admission.attempt })
    return
  }
  const { locked, minutes } = admission
  await recordFailedAttempt(services, {
    action: 'sign_in.failed',
    userId,
    email,
    factor,
    reason: `${locked}_locked`,
    attempt: null,
  })
  const what = locked === 'account' ? 'for this account. It' : 'from this network. Sign-in'
  throw new APIError('TOO_MANY_REQUESTS', {
    code: locked === 'account' ? 'ACCOUNT_LOCKED' : 'SOURCE_LOCKED',
    minutes,
    message: `Too many wrong tries ${what} opens again in ${minutes} min.`,
  })
}

async function takeCode(parts: HookParts, ctx: HookContext, user: AttemptUser, code: string): Promise<void> {
  const services = servicesOf(parts, ctx.request)
  const row = await parts.db.twoFactor.findFirst({ where: { userId: user.id } })
  if (row === null) return
  const secret = await symmetricDecrypt({ key: ctx.context.secretConfig, data: row.secret })
  const step = findTotpStep(secret, code, services.now().getTime())
  if (step !== null && !(await takeTotpStep(services, user.id, step))) {
    const attempt = (ctx.request && parts.trying.get(ctx.request)?.attempt) ?? null
    const failed = { userId: user.id, email: user.email, factor: 'totp', reason: 'code_used', attempt } as const
    await recordFailedAttempt(services, { action: 'sign_in.failed', ...failed })
    throw refusal('UNAUTHORIZED', 'CODE_USED', 'This code was used already. Wait for the next one in your app.')
  }
}

/** PostgreSQL cannot hold U+0000, nor can any address. */
function storable(email: string): string {
  return email.replaceAll('\u0000', '').toLowerCase()
}

function refusal(status: 'BAD_REQUEST' | 'UNAUTHORIZED' | 'FORBIDDEN', code: string, message: string): APIError {
  return new APIError(status, { code, message })
}
