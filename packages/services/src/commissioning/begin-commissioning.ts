import { RowId } from '@counterfoil/protocol'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { personOf } from './find-commissioning.ts'
import { findStoreWithin } from './find-store-within.ts'

export const BeginCommissioningInput = z.strictObject({ storeId: RowId })
export type BeginCommissioningInput = z.infer<typeof BeginCommissioningInput>

/**
 * Begins one for a store, with what was agreed last where there was one. Throws `not_found` beyond the actor's reach and for a closed
 * store, `conflict` while one is under way.
 */
export async function beginCommissioning(
  ctx: ServiceContext,
  { storeId }: BeginCommissioningInput,
): Promise<{ readonly id: string }> {
  const begunBy = personOf(ctx)
  const id = ctx.newId()
  await inTransaction(ctx, async (client) => {
    const store = await findStoreWithin(ctx, client, storeId)
    const now = ctx.now()
    const { rowCount } = await client.query(
      `insert into commissioning (id, store_id, state, begun_by, begun_at, requirements, design)
       select $1, $2, 'open', $3, $4, a.requirements, a.design
       from (select 1) one left join lateral (select requirements, design from commissioning_agreement where store_id = $2
         order by version desc limit 1) a on true
       on conflict (store_id) where ended_at is null do nothing`,
      [id, storeId, begunBy, now],
    )
    if (rowCount === 0) throw new ServiceError('conflict', 'This store is being commissioned already.', { reason: 'under_way' })
    await recordAct(ctx, client, {
      action: 'commissioning.begun',
      target: { type: 'commissioning', id },
      after: { storeId, store: store.code },
    })
  })
  return { id }
}
