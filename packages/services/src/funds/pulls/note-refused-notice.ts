import { type ActContext, recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { inTransaction } from '../../in-transaction.ts'
import type { Pull } from './pull.ts'

const HOUR_MS = 3_600_000

/** Somebody has told of a bill who is not the provider. Once an hour: whoever may write to the hub must not fill the record. */
export function noteRefusedNotice(
  ctx: Pick<ServiceContext, 'pool'> & ActContext,
  pull: Pick<Pull, 'id' | 'name'>,
  reason: string,
): Promise<void> {
  return inTransaction(ctx, async (client) => {
    const now = ctx.now()
    const { rowCount } = await client.query(
      `update funds_pull set notice_refused_at = $2 where id = $1 and (notice_refused_at is null or notice_refused_at <= $3)`,
      [pull.id, now, new Date(now.getTime() - HOUR_MS)],
    )
    if (rowCount !== 1) return
    await recordAct(ctx, client, {
      action: 'funds_pull.refused',
      target: { type: 'funds_pull', id: pull.id },
      outcome: 'failed',
      reason,
      after: { name: pull.name },
    })
  })
}
