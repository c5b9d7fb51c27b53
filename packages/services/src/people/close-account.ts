import { notifyChange } from '@counterfoil/db/connections'
import { recordAct } from '../audit/record-act.ts'
import { endSessions } from '../sessions/end-sessions.ts'
import type { PeopleClient, PeopleContext } from './change-people.ts'
import { takeLinksBack } from './take-links-back.ts'

/** Why an account is disabled, as it stands in its row. */
export type DisabledReason = 'by_person' | 'unused'

/** Disables an account: its sessions and live pages end at once, links it made or was given open nothing any more. */
export async function closeAccount(
  ctx: PeopleContext,
  client: PeopleClient,
  { id, email }: { readonly id: string; readonly email: string },
  reason: DisabledReason,
): Promise<void> {
  await client.query(
    `update "user" set state = 'disabled', disabled_at = $2, disabled_reason = $3, updated_at = $2 where id = $1`,
    [id, ctx.now(), reason],
  )
  await endSessions(ctx, client, { userId: id, why: 'account_disabled' })
  await takeLinksBack(ctx, client, { madeBy: id }, 'maker_disabled')
  await takeLinksBack(ctx, client, { forUser: id }, 'account_disabled')
  await recordAct(ctx, client, {
    action: 'person.disabled',
    target: { type: 'person', id },
    before: { state: 'active' },
    after: { state: 'disabled', because: reason },
    personal: { email },
  })
  await notifyChange(client, { entity: 'user', id })
}
