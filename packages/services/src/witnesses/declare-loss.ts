import { z } from 'zod'
import { findLogOrigin, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { lockOpenLoss } from './find-loss.ts'

export const DeclareLossInput = z.strictObject({ lossId: z.uuid(), why: z.string().trim().min(1).max(1_000) })
export type DeclareLossInput = z.infer<typeof DeclareLossInput>

/**
 * The first person says that entries were lost and why. Nothing is signed yet: a second one must say so too. Whoever declares
 * anew takes the earlier word's place. Throws `conflict` when there is no such loss (any more).
 */
export async function declareLoss(ctx: ServiceContext, { lossId, why }: DeclareLossInput): Promise<void> {
  const declaredBy = personWhoActs(ctx)
  await inTransaction(ctx, async (client) => {
    const loss = await lockOpenLoss(client)
    if (loss?.id !== lossId) throw nothingToDeclare()
    await client.query('update audit_loss set declared_by = $2, declared_at = $3, why = $4 where id = $1', [
      lossId,
      declaredBy,
      ctx.now(),
      why,
    ])
    await recordAct(ctx, client, {
      action: 'log.loss_declared',
      target: { type: 'log', id: (await findLogOrigin(ctx)) ?? 'log' },
      after: { loss: lossId, from: Number(loss.commonSize), to: Number(loss.seenSize) },
      personal: { why },
    })
  })
}

export function nothingToDeclare(): ServiceError {
  return new ServiceError('conflict', 'There is no such loss to declare, or it has been declared already.', {
    reason: 'no_open_loss',
  })
}

/** Two people are two accounts: no program and no screen declares. */
export function personWhoActs({ actor }: Pick<ServiceContext, 'actor'>): string {
  if (actor.kind === 'user') return actor.id
  throw new ServiceError('forbidden', 'Only a person may do this.', { reason: 'person_wanted' })
}
