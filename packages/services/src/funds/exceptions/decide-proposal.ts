import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { lockException, personOf } from './lock-exception.ts'
import { ExceptionKey, Reason, type Resolution } from './resolution.ts'
import { writeAct } from './write-act.ts'

export const DecideProposalInput = z.strictObject({ key: ExceptionKey, approve: z.boolean(), body: Reason })
export type DecideProposalInput = z.infer<typeof DecideProposalInput>

/** The second person's word about what the first has proposed. `forbidden` to whoever proposed it. */
export async function decideProposal(
  ctx: Omit<ServiceContext, 'db'>,
  { key, approve, body }: DecideProposalInput,
): Promise<void> {
  const by = personOf(ctx)
  await inTransaction(ctx, async (client) => {
    const { state } = await lockException(client, ctx, key)
    const { rows } = await client.query<{ by: string; resolution: Resolution }>(
      `select by_user as by, resolution from funds_exception_act where key = $1 and act = 'propose' order by at desc, id desc limit 1`,
      [key],
    )
    const [proposal] = rows
    if (state !== 'proposed' || proposal === undefined)
      throw new ServiceError('conflict', 'Nobody has proposed a resolution of this, or it was decided already.', {
        reason: 'nothing_proposed',
      })
    if (proposal.by === by && approve)
      throw new ServiceError('forbidden', 'You proposed this yourself: another person must approve it.', {
        reason: 'same_person',
      })
    const after = { proposedBy: proposal.by }
    const { resolution } = proposal
    if (approve) {
      await client.query(`update funds_exception set state = 'resolved', closed_at = $2 where key = $1`, [key, ctx.now()])
      await writeAct(client, ctx, by, { key, act: 'approve', action: 'exception.resolved', body, resolution, after })
    } else {
      await client.query(`update funds_exception set state = 'open' where key = $1`, [key])
      await writeAct(client, ctx, by, { key, act: 'reject', action: 'exception.rejected', body, after })
    }
  })
}
