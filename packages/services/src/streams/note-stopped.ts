import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import type { Stream } from './stream.ts'

/** It does not get through: recorded once until it does again, whichever hub tries. `trouble` is a stable word. */
export function noteStopped(
  ctx: Pick<ServiceContext, 'pool'> & ActContext,
  stream: Pick<Stream, 'id' | 'name' | 'nextIndex'>,
  trouble: string,
): Promise<void> {
  return inTransaction(ctx, async (client) => {
    const { rowCount } = await client.query(
      'update audit_stream set stopped_at = $2, trouble = $3 where id = $1 and stopped_at is null',
      [stream.id, ctx.now(), trouble],
    )
    if (rowCount !== 1) return
    const after = { name: stream.name, next: stream.nextIndex }
    const target = { type: 'stream', id: stream.id }
    await recordAct(ctx, client, { action: 'stream.stopped', target, outcome: 'failed', reason: trouble, after })
  })
}
