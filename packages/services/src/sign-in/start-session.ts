import { notifyChange } from '@counterfoil/db/connections'
import { recordAct } from '../audit/index.ts'
import type { Actor, Factor, ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'

export interface StartedSession {
  readonly sessionId: string
  readonly userId: string
  readonly factors: readonly Factor[]
  /** Whether these are enough; else the session opens nothing but the way to the next factor. */
  readonly complete: boolean
  /** The authenticator app was connected by this. */
  readonly enrolled?: boolean
}

type StartContext = Pick<ServiceContext, 'pool' | 'origin' | 'now' | 'newId'>

/** Writes down which factors a new session has shown, and records the sign-in. */
export async function startSession(ctx: StartContext, started: StartedSession): Promise<void> {
  const { sessionId, userId, factors, complete, enrolled = false } = started
  const now = ctx.now()
  const actor: Actor = { kind: 'user', id: userId, sessionId, reach: { kind: 'stores', storeIds: [] }, factors }
  const as = { ...ctx, actor }
  await inTransaction(ctx, async (client) => {
    await client.query(
      `update session set factors = $2, factor_shown_at = $3, last_action_at = $3,
         second_factor_at = case when $4 then $3::timestamptz end where id = $1`,
      [sessionId, factors, now, complete],
    )
    const target = { type: 'person', id: userId }
    if (enrolled) {
      await client.query('update two_factor set verified_at = $2 where user_id = $1', [userId, now])
      await recordAct(as, client, { action: 'factor.added', target, after: { factor: 'totp' } })
    }
    if (!complete) return recordAct(as, client, { action: 'factor.shown', target, after: { factors } })
    await client.query('update "user" set last_seen_at = $2 where id = $1', [userId, now])
    // A session that knew only the password must not become a full one because the factor was enrolled elsewhere.
    const { rows } = await client.query<{ id: string }>(
      `delete from session where user_id = $1 and second_factor_at is null and not ('passkey' = any (factors)) returning id`,
      [userId],
    )
    for (const { id } of rows) await notifyChange(client, { entity: 'session', id })
    await recordAct(as, client, { action: 'sign_in.succeeded', target, after: { factors } })
  })
}
