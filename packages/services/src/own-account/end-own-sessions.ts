import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { endSessions } from '../sessions/index.ts'
import { ownSession } from './own-session.ts'

export const EndOwnSessionInput = z.strictObject({ sessionId: z.string().min(1).max(100) })

/** Signs out one of one's own browsers. `not_found` for anybody else's. */
export async function endOwnSession(ctx: ServiceContext, { sessionId }: z.infer<typeof EndOwnSessionInput>): Promise<void> {
  const { userId } = ownSession(ctx)
  const ended = await inTransaction(ctx, (client) => endSessions(ctx, client, { userId, only: sessionId, why: 'by_person' }))
  if (ended.length === 0) throw new ServiceError('not_found', 'This session has ended already.', { reason: 'session_unknown' })
}

/** Signs out everywhere but here. */
export async function endOtherSessions(ctx: ServiceContext): Promise<{ readonly ended: number }> {
  const { userId, sessionId } = ownSession(ctx)
  const ended = await inTransaction(ctx, (client) => endSessions(ctx, client, { userId, allBut: sessionId, why: 'by_person' }))
  return { ended: ended.length }
}
