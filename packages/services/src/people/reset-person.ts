import { notifyChange } from '@counterfoil/db/connections'
import { recordAct } from '../audit/record-act.ts'
import { ServiceError } from '../errors.ts'
import { endSessions } from '../sessions/end-sessions.ts'
import { insertSetupLink, type SetupLink } from '../users/insert-setup-link.ts'
import { changePeople, type PeopleContext } from './change-people.ts'
import { findOtherPerson } from './find-person-row.ts'
import type { PersonInput } from './person-input.ts'
import { takeFactorsAway } from './take-factors-away.ts'
import { takeLinksBack } from './take-links-back.ts'

/**
 * Takes somebody's password and factors away and ends their sessions, all at once: what was lost or learnt by others opens nothing
 * from now on. Returns the link, good once within 30 minutes, with which they choose a new password and enrol anew.
 */
export async function resetPerson(ctx: PeopleContext, { id }: PersonInput): Promise<SetupLink> {
  return changePeople(ctx, async (client) => {
    const person = await findOtherPerson(ctx, client, id)
    if (person.state === 'disabled') {
      throw new ServiceError('conflict', 'This account is disabled. Enable it first, then reset it.', {
        reason: 'account_disabled',
      })
    }
    const before = await takeFactorsAway(ctx, client, id)
    await endSessions(ctx, client, { userId: id, why: 'account_reset' })
    await takeLinksBack(ctx, client, { forUser: id }, 'reset_again')
    const link = await insertSetupLink(ctx, client, { kind: 'reset', userId: id })
    await recordAct(ctx, client, {
      action: 'person.reset',
      target: { type: 'person', id },
      before,
      after: {
        password: false,
        authenticator: false,
        passkeys: 0,
        sso: false,
        link: link.id,
        expiresAt: link.expiresAt.toISOString(),
      },
      personal: { email: person.email },
    })
    await notifyChange(client, { entity: 'user', id })
    return link
  })
}
