import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { inTransaction } from '../../in-transaction.ts'
import { lockException, personOf } from './lock-exception.ts'
import { ExceptionKey, Reason } from './resolution.ts'
import { writeAct } from './write-act.ts'

export const NoteExceptionInput = z.strictObject({ key: ExceptionKey, body: Reason })
export type NoteExceptionInput = z.infer<typeof NoteExceptionInput>

/** Something to know about it, which changes nothing. */
export async function noteException(ctx: Omit<ServiceContext, 'db'>, { key, body }: NoteExceptionInput): Promise<void> {
  const by = personOf(ctx)
  await inTransaction(ctx, async (client) => {
    await lockException(client, ctx, key)
    await writeAct(client, ctx, by, { key, act: 'note', action: 'exception.noted', body })
  })
}
