import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import { personOf } from '../commissioning/find-commissioning.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { type Drill, drillColumns } from './drill.ts'

export const StopDrillInput = z.strictObject({ drillId: z.uuid() })
export type StopDrillInput = z.infer<typeof StopDrillInput>

/**
 * Ends a drill that shows nothing yet. An agent that has begun with it comes back by itself when its time is over; one that was not
 * told yet is not told. Throws `not_found` beyond the actor's reach, `conflict` for one that is over.
 */
export function stopDrill(ctx: ServiceContext, { drillId }: StopDrillInput): Promise<void> {
  const endedBy = personOf(ctx)
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<Drill>(
      `select ${drillColumns} from redundancy_drill d join store s on s.id = d.store_id where d.id = $4 and ${scopeConditionAt(1)} for update of d`,
      [...scopeValues(storesWithin(ctx, { kind: 'chain' })), drillId],
    )
    const [drill] = rows
    if (drill === undefined) throw new ServiceError('not_found', 'There is no such drill.', { reason: 'no_drill' })
    if (drill.state !== 'running') throw new ServiceError('conflict', 'This drill is over already.', { reason: 'drill_over' })
    const now = ctx.now()
    await client.query(`update redundancy_drill set state = 'stopped', ended_at = $2, ended_by = $3 where id = $1`, [
      drillId,
      now,
      endedBy,
    ])
    if (drill.commandId !== null)
      await client.query(
        `update agent_command set state = 'ended', outcome = 'withdrawn', ended_at = $2 where id = $1 and state = 'waiting'`,
        [drill.commandId, now],
      )
    await recordAct(ctx, client, {
      action: 'redundancy.drill_ended',
      target: { type: 'redundancy_drill', id: drillId },
      after: { storeId: drill.storeId, axis: drill.axis, subject: drill.subject, state: 'stopped' },
    })
  })
}
