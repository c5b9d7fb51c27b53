import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { z } from 'zod'
import type { ActContext } from '../audit/build-entry.ts'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { reachWithinAt } from '../permissions/reach-condition.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeValues } from '../stores/scope-condition.ts'

export const RevokeScreenInput = z.strictObject({ id: z.uuid() })
export type RevokeScreenInput = z.infer<typeof RevokeScreenInput>

/** The screen shows nothing more, within a second. Doing it twice changes nothing; `not_found` beyond the asker's reach. */
export async function revokeScreen(ctx: ServiceContext, input: RevokeScreenInput): Promise<void> {
  await inTransaction(ctx, (client) => revokeScreenWithin(ctx, client, input))
}

/** The same as a part of another change. */
export async function revokeScreenWithin(
  ctx: ActContext,
  client: Pick<pg.PoolClient, 'query'>,
  { id }: RevokeScreenInput,
): Promise<void> {
  const { rows } = await client.query<{ revokedAt: Date | null }>(
    `select w.revoked_at as "revokedAt" from wall_screen w where w.id = $1 and ${reachWithinAt('w', 2)} for update`,
    [id, ...scopeValues(storesWithin(ctx, { kind: 'chain' }))],
  )
  const screen = rows[0]
  if (screen === undefined) throw new ServiceError('not_found', 'There is no such screen.')
  if (screen.revokedAt !== null) return
  await client.query('update wall_screen set revoked_at = $2 where id = $1', [id, ctx.now()])
  await recordAct(ctx, client, { action: 'screen.revoked', target: { type: 'screen', id } })
  // Heard when the transaction commits.
  await notifyChange(client, { entity: 'screen', id })
}
