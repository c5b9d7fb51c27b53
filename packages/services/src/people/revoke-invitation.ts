import { z } from 'zod'
import { ServiceError } from '../errors.ts'
import { changePeople, type PeopleContext } from './change-people.ts'
import { takeLinksBack } from './take-links-back.ts'

export const InvitationInput = z.strictObject({ id: z.uuid() })
export type InvitationInput = z.infer<typeof InvitationInput>

/** Takes an open invitation back: its link opens nothing any more. `not_found` when none of that id is open. */
export async function revokeInvitation(ctx: PeopleContext, { id }: InvitationInput): Promise<void> {
  await changePeople(ctx, async (client) => {
    if ((await takeLinksBack(ctx, client, { invitation: id }, 'by_person')) > 0) return
    throw new ServiceError('not_found', 'There is no such open invitation: it was used, has expired or was taken back.')
  })
}
