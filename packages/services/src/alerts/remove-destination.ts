import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { actorText } from '../devices/device-actor.ts'
import { inTransaction } from '../in-transaction.ts'
import { lockDestination } from './lock-destination.ts'

export const RemoveDestinationInput = z.strictObject({ id: z.uuid() })
export type RemoveDestinationInput = z.infer<typeof RemoveDestinationInput>

/** Its address goes with it; what was still to be told there is given up, and what it was stays in the record. */
export async function removeDestination(ctx: ServiceContext, { id }: RemoveDestinationInput): Promise<void> {
  await inTransaction(ctx, async (client) => {
    const { name, kind } = await lockDestination(ctx, client, id)
    await client.query('update alert_destination set removed_at = $2, removed_by = $3 where id = $1', [
      id,
      ctx.now(),
      actorText(ctx.actor),
    ])
    await client.query('delete from alert_destination_secret where id = $1', [id])
    const { rowCount } = await client.query(
      `update operations_notice set given_up_at = $2, trouble = 'removed' where destination_id = $1 and taken_at is null and given_up_at is null`,
      [id, ctx.now()],
    )
    await recordAct(ctx, client, {
      action: 'alert_destination.removed',
      target: { type: 'alert_destination', id },
      before: { name, kind },
      after: { untold: rowCount ?? 0 },
    })
    await notifyChange(client, { entity: 'alert', id: 'destinations' })
  })
}
