import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { type CommissioningRef, lockCommissioning, personOf, planOf } from './find-commissioning.ts'
import { judgeLanes } from './judge-lanes.ts'
import { readSeenStores } from './read-seen-stores.ts'

/** Begins a round of tests: from now on the hub looks for them. Throws `conflict` while a lane is not as it was drawn. */
export function beginTests(ctx: ServiceContext, ref: CommissioningRef): Promise<void> {
  personOf(ctx)
  return inTransaction(ctx, async (client) => {
    const kept = await lockCommissioning(ctx, client, ref, ['open', 'testing'])
    const { design } = planOf(kept)
    const seen = (await readSeenStores(rowsThrough(client), [kept.storeId])).get(kept.storeId)
    const wrong = seen === undefined ? [] : judgeLanes(design, seen).filter(({ problem }) => problem !== null)
    if (seen === undefined || wrong.length > 0) {
      const lanes = wrong.map(({ design: { lane } }) => lane).join(', ')
      throw new ServiceError('conflict', `Not every lane stands there as it was drawn: ${lanes}.`, { reason: 'lanes_wrong' })
    }
    const run = kept.run + 1
    await client.query(`update commissioning set state = 'testing', run = $2, test_begun_at = $3, rev = rev + 1 where id = $1`, [
      ref.id,
      run,
      ctx.now(),
    ])
    await recordAct(ctx, client, {
      action: 'commissioning.tests_begun',
      target: { type: 'commissioning', id: ref.id },
      after: { storeId: kept.storeId, run },
    })
  })
}
