import { type ActContext, recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { inTransaction } from '../../in-transaction.ts'
import type { Pull } from './pull.ts'
import { pullRefusals } from './refusals.ts'

export interface Look {
  /** The server's, once it has shown that it holds it. Kept when there was none. */
  readonly hostKey: string | null
  /** A stable word; null when all was well. */
  readonly trouble: string | null
  readonly nextLookInMs: number
}

export const HOST_KEY_CHANGED = 'host_key_changed'

/** What came of a look. That a server may be another one is recorded, once until a look finds the right one again. */
export function noteLook(
  ctx: Pick<ServiceContext, 'pool'> & ActContext,
  pull: Pick<Pull, 'id' | 'name' | 'host'>,
  { hostKey, trouble, nextLookInMs }: Look,
): Promise<void> {
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ trouble: string | null; hostKey: string | null }>(
      'select trouble, host_key as "hostKey" from funds_pull where id = $1 for update',
      [pull.id],
    )
    const [before] = rows
    // Removed meanwhile.
    if (before === undefined) return
    const now = ctx.now()
    const pinned = before.hostKey ?? (trouble === HOST_KEY_CHANGED ? null : hostKey)
    // A bill that was told of meanwhile is not kept waiting.
    await client.query(
      `update funds_pull set looked_at = $2, trouble = $4, failed_looks = case when $4::text is null then 0 else failed_looks + 1 end,
         host_key = $5, next_look_at =
         least($3, (select min(next_try_at) from funds_pull_bill where pull_id = $1 and state = 'due')) where id = $1`,
      [pull.id, now, new Date(now.getTime() + nextLookInMs), trouble, pinned],
    )
    if (trouble === null || !pullRefusals.includes(trouble) || before.trouble === trouble) return
    await recordAct(ctx, client, {
      action: 'funds_pull.refused',
      target: { type: 'funds_pull', id: pull.id },
      outcome: 'failed',
      reason: trouble,
      after: {
        name: pull.name,
        host: pull.host,
        ...(trouble === HOST_KEY_CHANGED ? { expected: before.hostKey, shown: hostKey } : {}),
      },
    })
  })
}
