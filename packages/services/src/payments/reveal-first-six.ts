import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { paymentIdDate } from '../ingest/payment-id-time.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'

export const RevealFirstSixInput = z.strictObject({ id: z.uuid() })
export type RevealFirstSixInput = z.infer<typeof RevealFirstSixInput>

/** The first six digits of a payment's card, read by somebody on purpose, which is recorded. Throws `not_found`. */
export async function revealFirstSix(ctx: ServiceContext, { id }: RevealFirstSixInput): Promise<{ readonly first6: string }> {
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ first6: string | null }>(
      `select p.first6 from store s join payment p on p.store_id = s.id and p.opened_on = $2::date and p.id = $1::uuid
       where ${scopeConditionAt(3)}`,
      [id, paymentIdDate(id), ...scopeValues(storesWithin(ctx, { kind: 'chain' }))],
    )
    const first6 = rows[0]?.first6 ?? null
    if (first6 === null) throw new ServiceError('not_found', `There is no payment ${id}, or its terminal told no first digits.`)
    await recordAct(ctx, client, { action: 'card.first_six_read', target: { type: 'payment', id } })
    return { first6 }
  })
}
