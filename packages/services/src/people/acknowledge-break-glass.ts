import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import { ServiceError } from '../errors.ts'
import { changePeople, type PeopleContext } from './change-people.ts'

export const BreakGlassInput = z.strictObject({ id: z.uuid() })
export type BreakGlassInput = z.infer<typeof BreakGlassInput>

/** An administrator says they know of it; nobody is shown it after that. `not_found` when nothing of that id waits. */
export async function acknowledgeBreakGlass(ctx: PeopleContext, { id }: BreakGlassInput): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Only a person can say that they have seen this.')
  await changePeople(ctx, async (client) => {
    const { rowCount } = await client.query(
      'update break_glass set acknowledged_at = $2, acknowledged_by = $3 where id = $1 and acknowledged_at is null',
      [id, ctx.now(), actor.id],
    )
    if (rowCount === 0) throw new ServiceError('not_found', 'Somebody has acknowledged this already.')
    await recordAct(ctx, client, { action: 'break_glass.acknowledged', target: { type: 'setup_link', id } })
  })
}
