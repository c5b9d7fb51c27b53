import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { cadences, EvidenceLanguage } from './package-row.ts'

export const AddEvidenceScheduleInput = z.strictObject({ cadence: z.enum(cadences), language: EvidenceLanguage })

/** From now on a package is made when a month or quarter is over. `conflict` where the same is scheduled. */
export async function addEvidenceSchedule(ctx: ServiceContext, { cadence, language }: z.infer<typeof AddEvidenceScheduleInput>) {
  requireWholeChain(ctx)
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'A schedule is made by a person.')
  const id = ctx.newId()
  await inTransaction(ctx, async (client) => {
    const { rowCount } = await client.query(
      `insert into evidence_schedule (id, cadence, language, created_at, created_by) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [id, cadence, language, ctx.now(), actor.id],
    )
    if (rowCount !== 1) throw new ServiceError('conflict', 'The same is scheduled already.', { reason: 'evidence_scheduled' })
    const after = { cadence, language }
    await recordAct(ctx, client, { action: 'evidence.scheduled', target: { type: 'evidence_schedule', id }, after })
  })
  return { id }
}

export const RemoveEvidenceScheduleInput = z.strictObject({ id: z.uuid() })

/** No more are made; those that are there stay. */
export async function removeEvidenceSchedule(ctx: ServiceContext, { id }: z.infer<typeof RemoveEvidenceScheduleInput>) {
  requireWholeChain(ctx)
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ cadence: string; language: string }>(
      'delete from evidence_schedule where id = $1 returning cadence, language',
      [id],
    )
    if (rows[0] === undefined) throw new ServiceError('not_found', 'This schedule is not there any more.')
    await recordAct(ctx, client, {
      action: 'evidence.unscheduled',
      target: { type: 'evidence_schedule', id },
      before: { ...rows[0] },
    })
  })
}
