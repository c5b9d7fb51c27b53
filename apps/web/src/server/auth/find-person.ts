import type { ServiceContext } from '@counterfoil/services'
import { findSessionPerson } from '@counterfoil/services/sessions'
import type { Person } from '../person.ts'
import type { Auth } from './create-auth.ts'

/** Who sent these headers: by the session's row and nothing else. Null without a session, with one that has ended, or once disabled. */
export async function findPerson(auth: Auth, services: ServiceContext, headers: Headers): Promise<Person | null> {
  const found = await auth.api.getSession({ headers: new Headers({ cookie: headers.get('cookie') ?? '' }) })
  if (!found) return null
  const { id: sessionId } = found.session
  const person = await findSessionPerson(services, sessionId)
  if (person === null) return null
  const { userId, ...rest } = person
  return { kind: 'person', id: userId, sessionId, ...rest }
}
