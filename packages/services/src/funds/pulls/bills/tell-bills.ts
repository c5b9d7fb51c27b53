import type { ServiceContext } from '../../../context.ts'
import { inTransaction } from '../../../in-transaction.ts'
import { type WantedBill, wantBills } from './want-bills.ts'

/** A provider has told of these: a hub goes at its next round. What is known already wakes nobody. */
export async function tellBills(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  pullId: string,
  bills: readonly WantedBill[],
): Promise<number> {
  return inTransaction(ctx, async (client) => {
    const told = await wantBills({ pool: client, now: ctx.now }, pullId, bills)
    // After a look that is under way has noted its end, which would else be the last word.
    if (told > 0)
      await client.query('update funds_pull set next_look_at = least(next_look_at, $2) where id = $1', [pullId, ctx.now()])
    return told
  })
}
