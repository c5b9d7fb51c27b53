import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import { ServiceError } from '../errors.ts'
import type { PersonAccess } from '../permissions/change-access.ts'
import { checkGivenReach } from '../permissions/given-reach.ts'
import { insertSetupLink, type SetupLink } from '../users/insert-setup-link.ts'
import { AccessInput } from './access-input.ts'
import { changePeople, type PeopleContext } from './change-people.ts'
import { takeLinksBack } from './take-links-back.ts'

export const InvitePersonInput = z.strictObject({
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  ...AccessInput,
})
export interface InvitePersonInput extends PersonAccess {
  readonly email: string
}

/**
 * Makes the link with which one person makes their account: address, role and reach are the inviter's. It works once, for 48 hours,
 * and takes the place of an earlier one for the same address. `conflict` when the address has an account.
 */
export async function invitePerson(ctx: PeopleContext, { email, role, reach }: InvitePersonInput): Promise<SetupLink> {
  return changePeople(ctx, async (client) => {
    await checkGivenReach({ pool: client, actor: ctx.actor }, reach)
    const { rowCount } = await client.query('select from "user" where email = $1', [email])
    if (rowCount !== 0) {
      throw new ServiceError('conflict', 'There is an account with this e-mail address already. Change its role instead.', {
        field: 'email',
        reason: 'email_taken',
      })
    }
    await takeLinksBack(ctx, client, { email }, 'invited_again')
    const link = await insertSetupLink(ctx, client, { kind: 'invitation', email, access: { role, reach } })
    await recordAct(ctx, client, {
      action: 'person.invited',
      target: { type: 'setup_link', id: link.id },
      after: { role, reach, expiresAt: link.expiresAt.toISOString() },
      personal: { email },
    })
    return link
  })
}
