import { recordAct } from '../audit/record-act.ts'
import type { PersonAccess } from '../permissions/change-access.ts'
import { mayDo } from '../permissions/permission-table.ts'
import type { PeopleClient, PeopleContext } from './change-people.ts'

/**
 * Revokes somebody's tokens when their access has become less than that of the whole chain, or no longer lets them hold any: a
 * program must not go on with what its owner may not do any more.
 */
export async function takeTokensBack(
  ctx: PeopleContext,
  client: PeopleClient,
  ownerId: string,
  { role, reach }: PersonAccess,
): Promise<void> {
  if (mayDo(role, 'tokens.change') && reach.kind === 'chain') return
  const { rows } = await client.query<{ id: string }>(
    'update api_token set revoked_at = $2 where owner_id = $1 and revoked_at is null and expires_at > $2 returning id',
    [ownerId, ctx.now()],
  )
  for (const { id } of rows)
    await recordAct(ctx, client, {
      action: 'token.revoked',
      target: { type: 'token', id },
      after: { because: 'owner_access_changed' },
    })
}
