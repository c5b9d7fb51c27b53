import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { findGroupWithin } from './find-group-within.ts'

export const GroupIdInput = z.strictObject({ groupId: z.uuid() })
export type GroupIdInput = z.infer<typeof GroupIdInput>

/**
 * The second person's word, with which a wide group begins; the caller has seen to a fresh factor. It is the hub's own check: agents
 * are told commands of class 2, which they take from the hub alone. Throws `not_found`; `conflict` for one that does not wait any
 * more; `forbidden` for one's own, and for who does not reach all of its stores.
 */
export async function approveGroup(ctx: ServiceContext, { groupId }: GroupIdInput): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Only people may approve it.')
  await inTransaction(ctx, async (client) => {
    const group = await findGroupWithin(ctx, client, groupId, 'for update')
    const now = ctx.now()
    if (group.state !== 'proposed' || group.expiresAt <= now)
      throw new ServiceError('conflict', 'It does not wait for a second person any more.', { reason: 'group_not_proposed' })
    if (actor.id === group.requestedBy)
      throw new ServiceError('forbidden', 'It takes somebody else than who asked for it.', { reason: 'asked_oneself' })
    if (!group.isWhole)
      throw new ServiceError('forbidden', 'It takes somebody who reaches all of its stores.', { reason: 'not_all_yours' })
    const expiresAt = new Date(now.getTime() + group.tellMinutes * 60_000)
    await client.query(
      `update command_group set state = 'running', approved_by = $2, begun_at = $3, expires_at = $4 where id = $1`,
      [groupId, actor.id, now, expiresAt],
    )
    await recordAct(ctx, client, {
      action: 'command_group.approved',
      target: { type: 'command_group', id: groupId },
      after: { kind: group.kind, class: group.class, expiresAt: expiresAt.getTime() },
    })
  })
}
