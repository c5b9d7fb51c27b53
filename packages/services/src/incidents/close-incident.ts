import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'

const Told = z.string().trim().min(1).max(2_000)

export const CloseIncidentInput = z.strictObject({ id: z.uuid(), cause: Told, fix: Told })
export type CloseIncidentInput = z.infer<typeof CloseIncidentInput>

/** Says why it happened and what was done (PCI DSS 10.7.3). What has not ended by itself ends now. `conflict` once it is closed. */
export async function closeIncident(ctx: ServiceContext, { id, cause, fix }: CloseIncidentInput): Promise<void> {
  requireWholeChain(ctx)
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'An incident is closed by a person.')
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ kind: string; endedAt: Date | null; closedAt: Date | null }>(
      'select kind, ended_at as "endedAt", closed_at as "closedAt" from control_incident where id = $1 for update',
      [id],
    )
    const [incident] = rows
    if (incident === undefined) throw new ServiceError('not_found', `There is no incident ${id}.`)
    if (incident.closedAt !== null)
      throw new ServiceError('conflict', 'This incident is closed already.', { reason: 'incident_closed' })
    if (incident.kind === 'log_stopped' && incident.endedAt === null)
      throw new ServiceError('conflict', 'The log is still stopped. The incident is closed when it goes on.', {
        reason: 'incident_goes_on',
      })
    await client.query(
      `update control_incident set ended_at = coalesce(ended_at, greatest($2, began_at)), cause = $3, fix = $4, closed_at = $2, closed_by = $5
       where id = $1`,
      [id, ctx.now(), cause, fix, actor.id],
    )
    await recordAct(ctx, client, {
      action: 'incident.closed',
      target: { type: 'incident', id },
      after: { kind: incident.kind },
      personal: { cause, fix },
    })
  })
}
