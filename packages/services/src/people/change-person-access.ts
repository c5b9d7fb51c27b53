import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import { changeAccess, type PersonAccess } from '../permissions/change-access.ts'
import { checkGivenReach } from '../permissions/given-reach.ts'
import { mayDoWithin } from '../permissions/whole-chain.ts'
import { AccessInput } from './access-input.ts'
import { changePeople, type PeopleContext } from './change-people.ts'
import { findOtherPerson } from './find-person-row.ts'
import { keepOneAdministrator } from './last-administrator.ts'
import { PersonId } from './person-input.ts'
import { takeLinksBack } from './take-links-back.ts'
import { takeTokensBack } from './take-tokens-back.ts'

export const ChangePersonAccessInput = z.strictObject({ id: PersonId, ...AccessInput })
export interface ChangePersonAccessInput extends PersonAccess {
  readonly id: string
}

/**
 * Gives somebody else this role and reach, from their next request on; their live pages follow at once. `conflict` when it would
 * take the last administrator of the whole chain away.
 */
export async function changePersonAccess(ctx: PeopleContext, { id, role, reach }: ChangePersonAccessInput): Promise<void> {
  await changePeople(ctx, async (client) => {
    const person = await findOtherPerson(ctx, client, id)
    await checkGivenReach({ pool: client, actor: ctx.actor }, reach)
    const after = { role, reach }
    const maySetOthers = mayDoWithin(after, 'people.change')
    if (!maySetOthers) {
      await keepOneAdministrator(client, id)
      await takeLinksBack(ctx, client, { madeBy: id }, 'maker_may_not_any_more')
    }
    await changeAccess({ pool: client }, id, after)
    await takeTokensBack(ctx, client, id, after)
    await recordAct(ctx, client, {
      action: 'person.access_changed',
      target: { type: 'person', id },
      before: person.access,
      after,
      personal: { email: person.email },
    })
    await notifyChange(client, { entity: 'user', id })
  })
}
