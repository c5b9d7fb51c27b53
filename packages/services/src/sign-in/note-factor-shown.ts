import { notifyChange } from '@counterfoil/db/connections'
import { recordAct } from '../audit/index.ts'
import type { Factor, ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'

export interface ShownFactor {
  readonly userId: string
  readonly sessionId: string
  /** What the session had shown before. */
  readonly factors: readonly Factor[]
  readonly kind: Factor
  /** Whether the sign-in is complete by it. */
  readonly completes: boolean
}

/** Writes down that a factor was just shown in a session, which is an action of its person too, and records it. */
export async function noteFactorShown(ctx: ServiceContext, shown: ShownFactor): Promise<void> {
  const { userId, sessionId, factors, kind, completes } = shown
  const now = ctx.now()
  await inTransaction(ctx, async (client) => {
    await client.query(
      `update session set factor_shown_at = $2, last_action_at = $2, second_factor_at = coalesce(second_factor_at, $2),
         factors = array(select distinct unnest(coalesce(factors, '{}') || $3::text)) where id = $1`,
      [sessionId, now, kind],
    )
    await client.query('update "user" set last_seen_at = $2 where id = $1', [userId, now])
    await recordAct(ctx, client, {
      action: completes ? 'sign_in.succeeded' : 'factor.shown',
      target: { type: 'person', id: userId },
      after: completes ? { factors: [...factors, kind] } : { factor: kind },
    })
    // Live pages that showed what a wall may show look again.
    await notifyChange(client, { entity: 'session', id: sessionId })
  })
}
