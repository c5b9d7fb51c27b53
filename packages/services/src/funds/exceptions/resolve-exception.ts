import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { rowsThrough } from '../../read-rows.ts'
import { lockException, personOf } from './lock-exception.ts'
import { ExceptionKey, Reason, resolutions } from './resolution.ts'
import { findSecondPerson } from './second-person.ts'
import { writeAct } from './write-act.ts'

export const ResolveExceptionInput = z.strictObject({ key: ExceptionKey, resolution: z.enum(resolutions), body: Reason })
export type ResolveExceptionInput = z.infer<typeof ResolveExceptionInput>

/** Ends it with a reason where the sum is small; above the limit it is only proposed, and another person has the last word. */
export async function resolveException(
  ctx: Omit<ServiceContext, 'db'>,
  { key, resolution, body }: ResolveExceptionInput,
): Promise<'resolved' | 'proposed'> {
  const by = personOf(ctx)
  return inTransaction(ctx, async (client) => {
    const { state, amountMinor, currency } = await lockException(client, ctx, key)
    if (state !== 'open' && state !== 'silenced')
      throw new ServiceError('conflict', 'This is not open any more: somebody has proposed a resolution, or it has ended.', {
        reason: 'exception_not_open',
      })
    if ((await findSecondPerson(rowsThrough(client), { key, amountMinor, currency }, 'for share')) !== null) {
      await client.query(`update funds_exception set state = 'proposed' where key = $1`, [key])
      await writeAct(client, ctx, by, { key, act: 'propose', action: 'exception.proposed', body, resolution })
      return 'proposed'
    }
    await client.query(`update funds_exception set state = 'resolved', closed_at = $2 where key = $1`, [key, ctx.now()])
    await writeAct(client, ctx, by, { key, act: 'resolve', action: 'exception.resolved', body, resolution })
    return 'resolved'
  })
}
