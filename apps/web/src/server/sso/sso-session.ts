import type { Actor, ServiceContext } from '@counterfoil/services'
import { noteFactorShown, startSession } from '@counterfoil/services/sign-in'
import { makeSignature } from 'better-auth/crypto'
import type { Runtime } from '../context.ts'
import type { Person } from '../person.ts'

/** Opens a session that has shown what the provider vouched for, and gives its cookie as better-auth reads it. */
export async function openSsoSession(userId: string, services: ServiceContext, { auth, settings }: Runtime): Promise<string> {
  const { internalAdapter, authCookies, secret } = await auth.$context
  const session = await internalAdapter.createSession(userId, false, {
    ipAddress: services.origin?.address ?? '',
    userAgent: services.origin?.userAgent ?? '',
  })
  await startSession(services, { sessionId: session.id, userId, factors: ['sso'], complete: true })
  const { name, attributes } = authCookies.sessionToken
  const value = encodeURIComponent(`${session.token}.${await makeSignature(session.token, secret)}`)
  const secure = settings.publicOrigin.startsWith('https:') ? '; Secure' : ''
  return `${name}=${value}; Path=/; Max-Age=${attributes.maxAge}; HttpOnly; SameSite=Lax${secure}`
}

/** The provider asked the person anew: as good as a code of the authenticator app. */
export async function noteFactorShownBySso(person: Person, services: ServiceContext): Promise<void> {
  const { id, sessionId, access, factors } = person
  const actor: Actor = { kind: 'user', id, sessionId, reach: access.reach, factors }
  await noteFactorShown({ ...services, actor }, { userId: id, sessionId, factors, kind: 'sso', completes: false })
}
