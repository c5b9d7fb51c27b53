import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'

/** Whose account and session it is: from the actor, never from input. */
export function ownSession({ actor }: Pick<ServiceContext, 'actor'>): { readonly userId: string; readonly sessionId: string } {
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Only people have an account of their own.')
  return { userId: actor.id, sessionId: actor.sessionId }
}
