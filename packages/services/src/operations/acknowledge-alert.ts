import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { isWithin, storesWithin } from '../permissions/stores-within.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'

export const AcknowledgeAlertInput = z.strictObject({ id: z.uuid() })
export type AcknowledgeAlertInput = z.infer<typeof AcknowledgeAlertInput>

/**
 * A person says that they know of an alert and look after it; it goes on, and ends by itself. `conflict` when somebody has said so
 * before, or when it has ended. Of a store's alert the store must be the actor's, of any other the whole chain.
 */
export async function acknowledgeAlert(ctx: ServiceContext, { id }: AcknowledgeAlertInput): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Only a person can say that they know of an alert.')
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<LockedAlert>(
      `select a.rule, a.subject, a.ended_at as "endedAt", a.acknowledged_at as "knownAt", s.id as "storeId", s.country::text as country, s.region
       from operations_alert a left join store s on s.id = a.store_id where a.id = $1 for update of a`,
      [id],
    )
    const [alert] = rows
    if (alert === undefined) throw noAlert(id)
    const { storeId, country, region } = alert
    if (storeId === null || country === null || region === null) requireWholeChain(ctx)
    else if (!isWithin(storesWithin(ctx, { kind: 'chain' }), { id: storeId, country, region })) throw noAlert(id)
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
    await notifyChange(client, { entity: 'alert', id })
  })
}

interface LockedAlert {
  readonly rule: string
  readonly subject: string
  readonly endedAt: Date | null
  readonly knownAt: Date | null
  readonly storeId: number | null
  readonly country: string | null
  readonly region: string | null
}

const noAlert = (id: string) => new ServiceError('not_found', `There is no alert ${id}.`, { reason: 'no_alert' })
