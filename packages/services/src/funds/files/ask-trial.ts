import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { demandRate } from '../../rate-limits/index.ts'
import { readMappingText } from './mapping-text.ts'
import { receivedBy } from './received-by.ts'

export const AskTrialInput = z.strictObject({
  fileId: z.int().positive(),
  /** The JSON of a mapping as far as it is made. */
  draft: z.string().max(20_000),
})
export type AskTrialInput = z.infer<typeof AskTrialInput>

/** Asks the hub to read a file through a mapping that is not saved. The asker's earlier trial is of no use any more. Throws `not_found`. */
export async function askTrial(
  ctx: Omit<ServiceContext, 'db'>,
  { fileId, draft }: AskTrialInput,
): Promise<{ readonly id: string }> {
  requireWholeChain(ctx)
  readMappingText(draft)
  const by = receivedBy(ctx.actor)
  await demandRate(ctx, 'mappingTrial', { id: by })
  await ctx.pool.query(
    `delete from funds_file_task where id in (
       select id from funds_file_task where what = 'try' and asked_by = $1 for update skip locked)`,
    [by],
  )
  const id = ctx.newId()
  const { rowCount } = await ctx.pool.query(
    `insert into funds_file_task (id, file_id, what, draft, asked_by, asked_at)
     select $1, f.id, 'try', $3, $4, $5 from funds_file f where f.id = $2`,
    [id, fileId, draft, by, ctx.now()],
  )
  if (rowCount === 0) throw new ServiceError('not_found', `There is no file ${fileId}.`)
  await notifyChange(ctx.pool, { entity: 'funds_file_task', id })
  return { id }
}
