import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { isWholeChain } from './whole-chain.ts'

export const MarkLabStoreInput = z.strictObject({ code: z.string().trim().min(1).max(40), isLab: z.boolean() })
export type MarkLabStoreInput = z.infer<typeof MarkLabStoreInput>

/** Says that versions are tried in a store first, or no more. Throws `not_found`; a store that is so already stays so. */
export async function markLabStore(ctx: ServiceContext, { code, isLab }: MarkLabStoreInput): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'user' || !isWholeChain(actor))
    throw new ServiceError('forbidden', 'This takes somebody who reaches the whole chain.', { reason: 'not_whole_chain' })
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ id: number }>('select id from store where code = $1', [code])
    const [store] = rows
    if (store === undefined)
      throw new ServiceError('not_found', 'There is no such store.', { field: 'code', reason: 'store_unknown' })
    const { rowCount } = isLab
      ? await client.query('insert into lab_store (store_id, marked_by, marked_at) values ($1, $2, $3) on conflict do nothing', [
          store.id,
          actor.id,
          ctx.now(),
        ])
      : await client.query('delete from lab_store where store_id = $1', [store.id])
    if (rowCount === 0) return
    await recordAct(ctx, client, {
      action: 'store.lab_changed',
      target: { type: 'store', id: String(store.id) },
      before: { isLab: !isLab },
      after: { isLab },
    })
  })
}
