import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { lockException, personOf } from './lock-exception.ts'
import { ExceptionKey, Reason } from './resolution.ts'
import { writeAct } from './write-act.ts'

export const ReopenExceptionInput = z.strictObject({ key: ExceptionKey, body: Reason })
export type ReopenExceptionInput = z.infer<typeof ReopenExceptionInput>

/** What a person ended was not the end of it. What evidence closed opens by evidence only. */
export async function reopenException(ctx: Omit<ServiceContext, 'db'>, { key, body }: ReopenExceptionInput): Promise<void> {
  const by = personOf(ctx)
  await inTransaction(ctx, async (client) => {
    const { state } = await lockException(client, ctx, key)
    if (state !== 'resolved')
      throw new ServiceError('conflict', 'No person has ended this.', { reason: 'exception_not_resolved' })
    await client.query(`update funds_exception set state = 'open', closed_at = null where key = $1`, [key])
    await writeAct(client, ctx, by, { key, act: 'reopen', action: 'exception.reopened', body })
  })
}
