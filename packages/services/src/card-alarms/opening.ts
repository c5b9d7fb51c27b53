import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'

/** How long a wish waits for approval, and an approval for the command line. */
export const OPENING_LIFETIME_MS = 60 * 60_000

/** Two people are two accounts: no program and no screen asks or approves. */
export function personOf({ actor }: Pick<ServiceContext, 'actor'>): string {
  if (actor.kind === 'user') return actor.id
  throw new ServiceError('forbidden', 'Only a person may do this.', { reason: 'person_wanted' })
}
