import type { MappingTrial } from '@counterfoil/settlement/mapping'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import type { TaskOutcome } from './file-task.ts'
import { receivedBy } from './received-by.ts'

export const GetTrialInput = z.strictObject({ id: z.uuid() })
export type GetTrialInput = z.infer<typeof GetTrialInput>

/** One's own trial: null until the hub has done it. Throws `not_found` when a later one took its place, `invalid` when it failed. */
export async function getTrial(ctx: Omit<ServiceContext, 'db'>, { id }: GetTrialInput): Promise<MappingTrial | null> {
  requireWholeChain(ctx)
  const { rows } = await ctx.pool.query<{ outcome: TaskOutcome | null }>(
    `select outcome from funds_file_task where id = $1 and what = 'try' and asked_by = $2`,
    [id, receivedBy(ctx.actor)],
  )
  const [task] = rows
  if (task === undefined) throw new ServiceError('not_found', 'There is no such trial any more.')
  if (task.outcome === null) return null
  if ('trial' in task.outcome) return task.outcome.trial
  throw new ServiceError('invalid', 'failed' in task.outcome ? task.outcome.failed : 'This was no trial.', {
    reason: 'trial_failed',
  })
}
