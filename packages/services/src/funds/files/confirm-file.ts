import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { receivedBy } from './received-by.ts'

export const ConfirmFileInput = z.strictObject({ id: z.int().positive() })
export type ConfirmFileInput = z.infer<typeof ConfirmFileInput>

/**
 * Says that a file is to be imported as it was shown; the hub does it. Of one with card numbers the masked copy is imported.
 * Throws `not_found`, and `conflict` for a file that does not wait for this.
 */
export async function confirmFile(ctx: Omit<ServiceContext, 'db'>, { id }: ConfirmFileInput): Promise<void> {
  requireWholeChain(ctx)
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ state: string; reason: string | null; decided: boolean }>(
      `select state, reason, decided_at is not null as decided from funds_file where id = $1 for no key update`,
      [id],
    )
    const [file] = rows
    if (file === undefined) throw new ServiceError('not_found', `There is no file ${id}.`)
    const waits = file.state === 'previewed' || (file.state === 'quarantined' && file.reason === 'card_numbers')
    if (!waits || file.decided)
      throw new ServiceError('conflict', 'This file does not wait for a decision any more.', { reason: 'file_not_waiting' })
    await client.query('update funds_file set decided_at = $2, decided_by = $3 where id = $1', [
      id,
      ctx.now(),
      receivedBy(ctx.actor),
    ])
    await recordAct(ctx, client, {
      action: 'funds_file.confirmed',
      target: { type: 'funds_file', id: String(id) },
      before: { state: file.state, reason: file.reason },
    })
    await notifyChange(client, { entity: 'funds_file', id: String(id) })
  })
}
