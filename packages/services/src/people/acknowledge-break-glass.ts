import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import { ServiceError } from '../errors.ts'
import { changePeople, type PeopleContext } from './change-people.ts'

export const BreakGlassInput = z.strictObject({ id: z.uuid() })
export type BreakGlassInput = z.infer<typeof BreakGlassInput>

/**
 * An administrator says they know of it; nobody is shown it after that. `not_found` when nothing of that id waits, `forbidden` to
 * the account its link has made: where there is no other administrator, the signature under the next access review says it.
 */
export async function acknowledgeBreakGlass(ctx: PeopleContext, { id }: BreakGlassInput): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Only a person can say that they have seen this.')
  await changePeople(ctx, async (client) => {
    const { rows } = await client.query<{ accountId: string | null }>(
      'select account_id as "accountId" from break_glass where id = $1 and acknowledged_at is null for update',
      [id],
    )
    const [open] = rows
    if (open === undefined) throw new ServiceError('not_found', 'Somebody has acknowledged this already.')
    if (open.accountId === actor.id) {
      throw new ServiceError(
        'forbidden',
        'Your own account was made with it. Another administrator says that they know of it, or whoever signs the next access review.',
        { reason: 'own_break_glass' },
      )
    }
    await client.query('update break_glass set acknowledged_at = $2, acknowledged_by = $3 where id = $1', [
      id,
      ctx.now(),
      actor.id,
    ])
    await recordAct(ctx, client, { action: 'break_glass.acknowledged', target: { type: 'setup_link', id } })
  })
}
