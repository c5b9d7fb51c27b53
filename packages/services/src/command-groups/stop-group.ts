import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { Reason } from '../devices/device-values.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { findGroupWithin } from './find-group-within.ts'
import { withdrawWaiting } from './tell-members.ts'

export const StopGroupInput = z.strictObject({ groupId: z.uuid(), reason: Reason })
export type StopGroupInput = z.infer<typeof StopGroupInput>

/**
 * Nobody more is told, and what no agent has heard yet is taken back; what is under way goes on. Throws `not_found`, `conflict` for
 * one that has ended, `forbidden` for who neither asked for it nor reaches all of its stores.
 */
export async function stopGroup(
  ctx: ServiceContext,
  { groupId, reason }: StopGroupInput,
): Promise<{ readonly withdrawn: number }> {
  return inTransaction(ctx, async (client) => {
    const group = await findGroupWithin(ctx, client, groupId, 'for update')
    if (group.state !== 'proposed' && group.state !== 'running')
      throw new ServiceError('conflict', 'It has ended already.', { reason: 'group_ended' })
    if (!group.isWhole && !(ctx.actor.kind === 'user' && ctx.actor.id === group.requestedBy))
      throw new ServiceError('forbidden', 'It takes somebody who reaches all of its stores.', { reason: 'not_all_yours' })
    const withdrawn = await withdrawWaiting(ctx, client, groupId)
    await client.query(`update command_group set state = 'stopped', ended_at = $2, ended_why = 'stopped' where id = $1`, [
      groupId,
      ctx.now(),
    ])
    await recordAct(ctx, client, {
      action: 'command_group.stopped',
      target: { type: 'command_group', id: groupId },
      before: { state: group.state },
      after: { state: 'stopped', kind: group.kind, withdrawn },
      personal: { why: reason },
    })
    return { withdrawn }
  })
}
