import type { ServiceContext } from '../context.ts'
import { IDLE_MS } from '../sessions/index.ts'
import { ownSession } from './own-session.ts'

/** The person did something: the fifteen minutes begin anew. Does nothing once they are over; then it takes a factor. */
export async function noteAction(ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>): Promise<void> {
  const { userId, sessionId } = ownSession(ctx)
  await ctx.pool.query(
    `with noted as (
       update session set last_action_at = $3
       where id = $1 and user_id = $2 and coalesce(last_action_at, second_factor_at, created_at) > $4 returning user_id)
     update "user" set last_seen_at = $3 where id in (select user_id from noted)`,
    [sessionId, userId, ctx.now(), new Date(ctx.now().getTime() - IDLE_MS)],
  )
}
