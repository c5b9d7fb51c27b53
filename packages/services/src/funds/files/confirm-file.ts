import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { mayBePart, type PossiblePart } from './may-be-part.ts'
import { receivedBy } from './received-by.ts'

export const ConfirmFileInput = z.strictObject({
  id: z.int().positive(),
  /** Of a file that would take rows away: it takes the earlier one's place, or both are parts of the same and count. */
  counts: z.enum(['instead', 'beside']).default('instead'),
})
export type ConfirmFileInput = z.input<typeof ConfirmFileInput>

interface Waiting extends PossiblePart {
  readonly decided: boolean
}

/**
 * Says that a file is to be imported as it was shown; the hub does it. Of one with card numbers the masked copy is imported.
 * Throws `not_found`, and `conflict` for a file that does not wait for this.
 */
export async function confirmFile(ctx: Omit<ServiceContext, 'db'>, input: ConfirmFileInput): Promise<void> {
  requireWholeChain(ctx)
  const { id, counts } = ConfirmFileInput.parse(input)
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<Waiting>(
      `select state, reason, format, changes ->> 'about' as about, (changes -> 'difference' ->> 'fileId')::float8 as "differsFrom",
         decided_at is not null as decided from funds_file where id = $1 for no key update`,
      [id],
    )
    const [file] = rows
    if (file === undefined) throw new ServiceError('not_found', `There is no file ${id}.`)
    const waits = file.state === 'previewed' || (file.state === 'quarantined' && file.reason === 'card_numbers')
    if (!waits || file.decided)
      throw new ServiceError('conflict', 'This file does not wait for a decision any more.', { reason: 'file_not_waiting' })
    if (counts === 'beside' && !mayBePart(file))
      throw new ServiceError('conflict', 'This file cannot be counted as a second part of an earlier one.', {
        reason: 'file_no_part',
      })
    const beside = counts === 'beside' && file.differsFrom !== null ? [file.differsFrom] : []
    await client.query('update funds_file set decided_at = $2, decided_by = $3, beside = $4 where id = $1', [
      id,
      ctx.now(),
      receivedBy(ctx.actor),
      beside,
    ])
    const asked = file.reason === 'takes_rows_away' ? { after: { counts, earlier: file.differsFrom } } : {}
    await recordAct(ctx, client, {
      action: 'funds_file.confirmed',
      target: { type: 'funds_file', id: String(id) },
      before: { state: file.state, reason: file.reason },
      ...asked,
    })
    await notifyChange(client, { entity: 'funds_file', id: String(id) })
  })
}
