import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { rowsThrough } from '../../read-rows.ts'
import { personOf } from './lock-exception.ts'
import { readLimit } from './read-limit.ts'

export const ChangeResolutionLimitInput = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters, ISO 4217'),
  limitMinor: z.int().min(0).max(1_000_000_000),
})
export type ChangeResolutionLimitInput = z.infer<typeof ChangeResolutionLimitInput>

/** Says above which sum of a currency two people end an exception. What was proposed before still waits for the second. */
export async function changeResolutionLimit(
  ctx: Omit<ServiceContext, 'db'>,
  { currency, limitMinor }: ChangeResolutionLimitInput,
): Promise<void> {
  requireWholeChain(ctx)
  personOf(ctx)
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query('select from currency where code = $1', [currency])
    if (rows.length === 0) throw new ServiceError('invalid', `There is no currency ${currency}.`, { field: 'currency' })
    const before = await readLimit(rowsThrough(client), currency)
    await client.query(
      `insert into funds_resolution_limit (currency, limit_minor, changed_at) values ($1, $2, $3)
       on conflict (currency) do update set limit_minor = excluded.limit_minor, changed_at = excluded.changed_at`,
      [currency, limitMinor, ctx.now()],
    )
    await recordAct(ctx, client, {
      action: 'resolution_limit.changed',
      target: { type: 'resolution_limit', id: currency },
      before: { limitMinor: before },
      after: { limitMinor },
    })
  })
}
