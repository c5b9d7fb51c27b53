import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import type { Stream } from './stream.ts'

/**
 * The receiver has taken everything before `nextIndex`. One that had stopped has then resumed, which is recorded. False when
 * another hub has moved the cursor meanwhile.
 */
export function noteDelivery(
  ctx: Pick<ServiceContext, 'pool'> & ActContext,
  stream: Pick<Stream, 'id' | 'name' | 'nextIndex'>,
  nextIndex: number,
): Promise<boolean> {
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ stoppedAt: Date | null }>(
      'select stopped_at as "stoppedAt" from audit_stream where id = $1 and next_idx = $2 for update',
      [stream.id, stream.nextIndex],
    )
    const [before] = rows
    if (before === undefined) return false
    const now = ctx.now()
    await client.query(
      'update audit_stream set next_idx = $2, delivered_at = $3, stopped_at = null, trouble = null where id = $1',
      [stream.id, nextIndex, now],
    )
    if (before.stoppedAt !== null) {
      const after = { name: stream.name, next: nextIndex, stoppedFor: now.getTime() - before.stoppedAt.getTime() }
      await recordAct(ctx, client, { action: 'stream.resumed', target: { type: 'stream', id: stream.id }, after })
    }
    return true
  })
}
