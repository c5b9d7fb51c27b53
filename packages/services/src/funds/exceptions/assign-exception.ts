import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { lockException, personOf } from './lock-exception.ts'
import { ExceptionKey, Reason } from './resolution.ts'
import { writeAct } from './write-act.ts'

/** `to` is an account's id, or null for nobody. */
export const AssignExceptionInput = z.strictObject({
  key: ExceptionKey,
  to: z.string().min(1).max(80).nullable(),
  body: Reason.optional(),
})
export type AssignExceptionInput = z.infer<typeof AssignExceptionInput>

export async function assignException(ctx: Omit<ServiceContext, 'db'>, { key, to, body }: AssignExceptionInput): Promise<void> {
  const by = personOf(ctx)
  await inTransaction(ctx, async (client) => {
    await lockException(client, ctx, key)
    const { rowCount } = await client.query(
      'update funds_exception set assigned_to = $2 where key = $1 and ($2::text is null or exists (select from "user" where id = $2))',
      [key, to],
    )
    if (rowCount !== 1) throw new ServiceError('invalid', 'There is no such account.', { field: 'to' })
    const said = body ?? (to === null ? 'Nobody’s now.' : 'Assigned.')
    await writeAct(client, ctx, by, { key, act: 'assign', action: 'exception.assigned', body: said, after: { to } })
  })
}
