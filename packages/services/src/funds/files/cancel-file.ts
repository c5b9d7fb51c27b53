import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import type { FileReason } from './file-state.ts'

export const CancelFileInput = z.strictObject({ id: z.int().positive() })
export type CancelFileInput = z.infer<typeof CancelFileInput>

/** Says that a file is not to be imported. It stays as evidence, and can be read again. Throws `not_found` and `conflict`. */
export async function cancelFile(ctx: Omit<ServiceContext, 'db'>, { id }: CancelFileInput): Promise<void> {
  requireWholeChain(ctx)
  const reason: FileReason = 'cancelled'
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ state: string; reason: string | null }>(
      `update funds_file f set state = 'refused', reason = $2
       from (select id, state, reason from funds_file where id = $1 for no key update) was
       where f.id = was.id and was.state in ('previewed', 'held') and f.decided_at is null returning was.state, was.reason`,
      [id, reason],
    )
    const [was] = rows
    if (was === undefined) {
      const { rowCount } = await client.query('select from funds_file where id = $1', [id])
      if (rowCount === 0) throw new ServiceError('not_found', `There is no file ${id}.`)
      throw new ServiceError('conflict', 'This file does not wait for a decision any more.', { reason: 'file_not_waiting' })
    }
    await recordAct(ctx, client, {
      action: 'funds_file.cancelled',
      target: { type: 'funds_file', id: String(id) },
      before: was,
      after: { state: 'refused', reason },
    })
    await notifyChange(client, { entity: 'funds_file', id: String(id) })
  })
}
