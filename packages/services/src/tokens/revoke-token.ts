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

export const RevokeTokenInput = z.strictObject({ id: z.uuid() })
export type RevokeTokenInput = z.infer<typeof RevokeTokenInput>

/** From its next request on the token is refused. Doing it twice changes nothing; `not_found` beyond the asker's reach. */
export async function revokeToken(ctx: ServiceContext, input: RevokeTokenInput): Promise<void> {
  await inTransaction(ctx, (client) => revokeTokenWithin(ctx, client, input))
}

/** The same as a part of another change. */
export async function revokeTokenWithin(
  ctx: ActContext,
  client: Pick<pg.PoolClient, 'query'>,
  { id }: RevokeTokenInput,
): Promise<void> {
  const { rows } = await client.query<{ revokedAt: Date | null }>(
    `select t.revoked_at as "revokedAt" from api_token t where t.id = $1 and ${reachWithinAt('t', 2)} for update`,
    [id, ...scopeValues(storesWithin(ctx, { kind: 'chain' }))],
  )
  const token = rows[0]
  if (token === undefined) throw new ServiceError('not_found', 'There is no such token.')
  if (token.revokedAt !== null) return
  await client.query('update api_token set revoked_at = $2 where id = $1', [id, ctx.now()])
  await recordAct(ctx, client, { action: 'token.revoked', target: { type: 'token', id } })
}
