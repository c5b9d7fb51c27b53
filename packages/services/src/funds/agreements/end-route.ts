import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'

export const EndRouteInput = z.strictObject({ id: z.int().min(1), lastDay: z.iso.date() })
export type EndRouteInput = z.infer<typeof EndRouteInput>

/** A route holds to the end of this day; what was expected by it stays expected. */
export async function endRoute(ctx: Omit<ServiceContext, 'db'>, input: EndRouteInput): Promise<void> {
  requireWholeChain(ctx)
  const { id, lastDay } = EndRouteInput.parse(input)
  await inTransaction(ctx, async (client) => {
    const { rowCount } = await client.query(
      'update funds_route set valid_to = $2 where id = $1 and valid_from <= $2 and coalesce(valid_to, $2) >= $2',
      [id, lastDay],
    )
    if (rowCount !== 1) throw new ServiceError('not_found', 'There is no such route, or it does not hold on that day.')
    await recordAct(ctx, client, {
      action: 'funds_route.ended',
      target: { type: 'funds_route', id: String(id) },
      after: { lastDay },
    })
  })
}
