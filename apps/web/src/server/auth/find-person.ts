import { factors, type ServiceContext } from '@counterfoil/services'
import { findAccess } from '@counterfoil/services/permissions'
import type { Person } from '../person.ts'
import type { Auth } from './create-auth.ts'

/** Who sent these headers: by the session's row and nothing else. Null without a session, or with one that has ended. */
export async function findPerson(auth: Auth, services: ServiceContext, headers: Headers): Promise<Person | null> {
  const found = await auth.api.getSession({ headers: new Headers({ cookie: headers.get('cookie') ?? '' }) })
  if (!found) return null
  const { user, session } = found
  const access = await findAccess(services, user.id)
  if (access === null) return null
  const shown: unknown = session.factors
  return {
    kind: 'person',
    id: user.id,
    sessionId: session.id,
    name: user.name,
    email: user.email,
    // Of the account and of this session: a factor enrolled elsewhere does not complete a half sign-in.
    bothFactors: user.twoFactorEnabled === true && session.secondFactorAt instanceof Date,
    factors: factors.filter((factor) => Array.isArray(shown) && shown.includes(factor)),
    factorShownAt: session.factorShownAt instanceof Date ? session.factorShownAt : null,
    access,
  }
}
