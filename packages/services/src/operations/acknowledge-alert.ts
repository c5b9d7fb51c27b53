import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'

export const AcknowledgeAlertInput = z.strictObject({ id: z.uuid() })
export type AcknowledgeAlertInput = z.infer<typeof AcknowledgeAlertInput>

/**
 * A person says that they know of an alert and look after it; it goes on, and ends by itself. `conflict` when somebody has said so
 * before, or when it has ended.
 */
export async function acknowledgeAlert(ctx: ServiceContext, { id }: AcknowledgeAlertInput): Promise<void> {
  requireWholeChain(ctx)
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Only a person can say that they know of an alert.')
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ rule: string; subject: string; endedAt: Date | null; knownAt: Date | null }>(
      `select rule, subject, ended_at as "endedAt", acknowledged_at as "knownAt" from operations_alert where id = $1 for update`,
      [id],
    )
    const [alert] = rows
    if (alert === undefined) throw new ServiceError('not_found', `There is no alert ${id}.`)
    if (alert.knownAt !== null)
      throw new ServiceError('conflict', 'Somebody has said already that they know of this alert.', { reason: 'alert_known' })
    if (alert.endedAt !== null) throw new ServiceError('conflict', 'This alert has ended meanwhile.', { reason: 'alert_ended' })
    await client.query('update operations_alert set acknowledged_at = $2, acknowledged_by = $3 where id = $1', [
      id,
      ctx.now(),
      actor.id,
    ])
    await recordAct(ctx, client, {
      action: 'alert.acknowledged',
      target: { type: 'alert', id },
      after: { rule: alert.rule, subject: alert.subject },
    })
  })
}
