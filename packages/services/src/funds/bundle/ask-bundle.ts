import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { demandRate } from '../../rate-limits/index.ts'
import { personOf } from '../exceptions/lock-exception.ts'

export const AskBundleInput = z.strictObject({
  firstDay: z.iso.date(),
  lastDay: z.iso.date(),
  acquirer: z.string().min(1).max(80).nullish(),
  /** Its code. */
  store: z.string().min(1).max(80).nullish(),
})

/** Asks for the proof of a period; a hub makes it within seconds. Returns its id. */
export async function askBundle(
  ctx: ServiceContext,
  { firstDay, lastDay, acquirer = null, store = null }: z.infer<typeof AskBundleInput>,
): Promise<{ id: string }> {
  requireWholeChain(ctx)
  const by = personOf(ctx)
  if (firstDay > lastDay)
    throw new ServiceError('invalid', `The period would begin on ${firstDay} and end on ${lastDay}.`, { field: 'lastDay' })
  await demandRate(ctx, 'export', { id: by })
  const id = ctx.newId()
  await inTransaction(ctx, async (client) => {
    await client.query(
      `insert into funds_bundle (id, first_day, last_day, acquirer, store_code, asked_at, asked_by) values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, firstDay, lastDay, acquirer, store, ctx.now(), by],
    )
    const after = { firstDay, lastDay, acquirer, store }
    await recordAct(ctx, client, { action: 'funds_bundle.asked', target: { type: 'funds_bundle', id }, after })
  })
  return { id }
}
