import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { lockDestination } from './lock-destination.ts'

export const TestDestinationInput = z.strictObject({ id: z.uuid() })
export type TestDestinationInput = z.infer<typeof TestDestinationInput>

/** Whoever presses again sooner gets the answer of the trial that runs. */
const TRIAL_MS = 15_000

/** Asks the hub to send a trial: it alone can open the address. What came of it is listed with the destination. */
export async function testDestination(ctx: ServiceContext, { id }: TestDestinationInput): Promise<void> {
  await inTransaction(ctx, async (client) => {
    const { name, kind, testAskedAt, testedAt } = await lockDestination(ctx, client, id)
    const now = ctx.now()
    const runs = testAskedAt !== null && (testedAt === null || testedAt < testAskedAt)
    if (runs && now.getTime() - testAskedAt.getTime() < TRIAL_MS)
      throw new ServiceError('conflict', 'A test of this destination is under way.', { reason: 'test_running' })
    await client.query('update alert_destination set test_asked_at = $2, test_held_until = null where id = $1', [id, now])
    await recordAct(ctx, client, {
      action: 'alert_destination.tested',
      target: { type: 'alert_destination', id },
      after: { name, kind },
    })
    await notifyChange(client, { entity: 'alert', id: 'destinations' })
  })
}
