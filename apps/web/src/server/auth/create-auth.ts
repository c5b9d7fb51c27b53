import { type Prisma, publishChange } from '@counterfoil/db'
import type { ServiceContext } from '@counterfoil/services'
import { disableUnused } from '@counterfoil/services/people'
import { PASSWORD_LENGTH } from '@counterfoil/services/users'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { APIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Env } from '../../env.ts'
import { ownOrigins } from '../own-origins.ts'
import { createAfterHook } from './after-hook.ts'
import { createBeforeHook } from './before-hook.ts'
import { hashPassword, verifyPassword } from './hash-password.ts'
import { withHashedSessions } from './hashed-session-adapter.ts'
import type { HookParts } from './hook-parts.ts'
import { authBasePath } from './open-endpoints.ts'
import { passkeySignIn } from './passkey-sign-in.ts'
import { PRODUCT, passkeySite } from './passkey-site.ts'
import { signInRates } from './sign-in-rates.ts'

export const SESSION_ABSOLUTE_MS = 12 * 60 * 60_000
const FRESH_SECONDS = 300
const LOCKOUT_SECONDS = 1_800

export interface AuthParts {
  readonly db: Prisma
  /** Used by the hooks, as the product itself. */
  readonly services: ServiceContext
  readonly settings: Pick<Env, 'publicOrigin' | 'authSecret'>
  readonly log: (message: string, error: unknown) => void
}

/** Sign-in as PCI DSS 8 wants it: each setting below has its test in `tests/sign-in*.test.ts` or `tests/closed-doors.test.ts`. */
export function createAuth({ db, services, settings, log }: AuthParts) {
  const hookParts: HookParts = { db, services, trying: new WeakMap() }
  const overTls = settings.publicOrigin.startsWith('https:')
  return betterAuth({
    appName: PRODUCT,
    baseURL: settings.publicOrigin,
    basePath: authBasePath,
    secret: settings.authSecret,
    trustedOrigins: [...ownOrigins(settings)],
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message, ...details) => log(message, details[0]) },
    // Refusals are answers all the same. Faults are thrown to us: better-auth would print them past the log.
    onAPIError: { throw: true },
    database: withHashedSessions(prismaAdapter(db, { provider: 'postgresql', transaction: true })),
    // Between password and second factor a sign-in hangs on this value as a session does on its token.
    verification: { storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      maxPasswordLength: PASSWORD_LENGTH.most,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: {
      expiresIn: SESSION_ABSOLUTE_MS / 1_000,
      // Twelve hours from sign-in and not a minute more: no request moves the end.
      disableSessionRefresh: true,
      freshAge: FRESH_SECONDS,
      cookieCache: { enabled: false },
      additionalFields: {
        secondFactorAt: { type: 'date', required: false, input: false },
        lastActionAt: { type: 'date', required: false, input: false },
        factors: { type: 'string[]', required: false, input: false },
        factorShownAt: { type: 'date', required: false, input: false },
      },
    },
    rateLimit: {
      enabled: true,
      customStorage: signInRates(services),
      window: 60,
      max: 60,
      customRules: {
        '/sign-in/email': { window: 60, max: 30 },
        '/two-factor/*': { window: 60, max: 30 },
        '/passkey/*': { window: 60, max: 30 },
      },
    },
    advanced: {
      // The prefix of its own choice, `__Secure-`, would let a neighbouring host name set ours.
      useSecureCookies: false,
      cookiePrefix: overTls ? '__Host-counterfoil' : 'counterfoil',
      database: { generateId: () => services.newId() },
      // The address `answer-auth.ts` has written there; whoever has one of IPv6 has its whole network.
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'], ipv6Subnet: 64 },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: overTls },
    },
    databaseHooks: {
      session: {
        create: {
          // "Remember me" would end after 24 hours, whatever `expiresIn` says.
          before: async (session) => {
            // Whoever comes back after 90 days is not let in because the hub has not looked yet (PCI DSS 8.2.6).
            await disableUnused(services, { id: session.userId })
            const user = await db.user.findUnique({ where: { id: session.userId } })
            if (user?.state !== 'active')
              throw new APIError('FORBIDDEN', {
                code: 'ACCOUNT_DISABLED',
                message: 'This account is disabled. An administrator can enable it again.',
              })
            return { data: { ...session, expiresAt: new Date(services.now().getTime() + SESSION_ABSOLUTE_MS) } }
          },
        },
        // The hub closes the live pages of this session at once, not at its next look.
        delete: { after: ({ id }) => publishChange(db, { entity: 'session', id }) },
      },
    },
    plugins: [
      passkeySignIn(hookParts, { site: passkeySite(settings) }),
      twoFactor({
        issuer: PRODUCT,
        totpOptions: { digits: 6, period: 30 },
        backupCodeOptions: { amount: 10, length: 10, storeBackupCodes: 'encrypted' },
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: LOCKOUT_SECONDS },
      }),
    ],
    hooks: { before: createBeforeHook(hookParts), after: createAfterHook(hookParts) },
  })
}

export type Auth = ReturnType<typeof createAuth>
