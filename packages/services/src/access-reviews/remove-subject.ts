import { ServiceError } from '../errors.ts'
import type { PeopleClient, PeopleContext } from '../people/change-people.ts'
import { disablePersonWithin } from '../people/disable-person.ts'
import { takeLinksBack } from '../people/take-links-back.ts'
import { revokeScreenWithin } from '../screens/revoke-screen.ts'
import { revokeTokenWithin } from '../tokens/revoke-token.ts'
import type { ItemKind } from './review-item.ts'

/** Takes the access away as its own page would; what is gone already stays so. */
export async function removeSubject(
  ctx: PeopleContext,
  client: PeopleClient,
  { kind, subjectId: id }: { readonly kind: ItemKind; readonly subjectId: string },
): Promise<void> {
  switch (kind) {
    case 'person':
      return disablePersonWithin(ctx, client, { id })
    case 'token':
      return revokeTokenWithin(ctx, client, { id })
    case 'screen':
      return revokeScreenWithin(ctx, client, { id })
    case 'invitation':
      return removeInvitation(ctx, client, id)
    case 'break_glass':
      throw new ServiceError(
        'invalid',
        'What was done cannot be removed. Keep it with a reason, and remove the account it made.',
        {
          field: 'decision',
          reason: 'nothing_to_remove',
        },
      )
  }
}

async function removeInvitation(ctx: PeopleContext, client: PeopleClient, id: string): Promise<void> {
  if ((await takeLinksBack(ctx, client, { invitation: id }, 'access_review')) > 0) return
  const { rows } = await client.query<{ used: boolean }>('select used_at is not null as used from setup_link where id = $1', [id])
  if (rows[0]?.used !== true) return
  throw new ServiceError(
    'conflict',
    'This invitation has become an account meanwhile. Disable the account on its own page, and keep the invitation with that reason.',
    { reason: 'invitation_used' },
  )
}
