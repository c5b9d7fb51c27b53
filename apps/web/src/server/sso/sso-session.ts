import type { Actor, ServiceContext } from '@counterfoil/services'
import { recordAct } from '@counterfoil/services/audit'
import { makeSignature } from 'better-auth/crypto'
import type { Runtime } from '../context.ts'
import type { Person } from '../person.ts'

/** Opens a session that has shown what the provider vouched for, and gives its cookie as better-auth reads it. */
export async function openSsoSession(userId: string, services: ServiceContext, { auth, settings }: Runtime): Promise<string> {
  const { internalAdapter, authCookies, secret } = await auth.$context
  const now = services.now()
  const session = await internalAdapter.createSession(userId, false, {
    ipAddress: services.origin?.address ?? '',
    userAgent: services.origin?.userAgent ?? '',
    factors: ['sso'],
    secondFactorAt: now,
    factorShownAt: now,
    lastActionAt: now,
  })
  const actor: Actor = {
    kind: 'user',
    id: userId,
    sessionId: session.id,
    reach: { kind: 'stores', storeIds: [] },
    factors: ['sso'],
  }
  await recordAct({ ...services, actor }, services.pool, {
    action: 'sign_in.succeeded',
    target: { type: 'person', id: userId },
    after: { factors: ['sso'] },
  })
  const { name, attributes } = authCookies.sessionToken
  const value = encodeURIComponent(`${session.token}.${await makeSignature(session.token, secret)}`)
  const secure = settings.publicOrigin.startsWith('https:') ? '; Secure' : ''
  return `${name}=${value}; Path=/; Max-Age=${attributes.maxAge}; HttpOnly; SameSite=Lax${secure}`
}

/** The provider asked the person anew: as good as a code of the authenticator app. */
export async function noteFactorShownBySso(person: Person, services: ServiceContext): Promise<void> {
  const now = services.now()
  await services.pool.query(
    `update session set factor_shown_at = $2, last_action_at = $2,
       factors = case when 'sso' = any (factors) then factors else array_append(factors, 'sso') end
     where id = $1`,
    [person.sessionId, now],
  )
  const { id, sessionId, access, factors } = person
  const actor: Actor = { kind: 'user', id, sessionId, reach: access.reach, factors }
  await recordAct({ ...services, actor }, services.pool, {
    action: 'factor.shown',
    target: { type: 'session', id: sessionId },
    after: { factor: 'sso' },
  })
}
