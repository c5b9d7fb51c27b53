import type pg from 'pg'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { rowsThrough } from '../../read-rows.ts'
import { type LockedException, lockException, personOf } from './lock-exception.ts'
import { readLimit } from './read-limit.ts'
import { ExceptionKey, Reason, resolutions } from './resolution.ts'
import { writeAct } from './write-act.ts'

export const ResolveExceptionInput = z.strictObject({ key: ExceptionKey, resolution: z.enum(resolutions), body: Reason })
export type ResolveExceptionInput = z.infer<typeof ResolveExceptionInput>

/** By its own sum, or by one of those it silences: a missing file has none of its own, and all of its day's money below it. */
async function isLarge(
  client: pg.ClientBase,
  { key, amountMinor, currency }: Pick<LockedException, 'key' | 'amountMinor' | 'currency'>,
): Promise<boolean> {
  const { rows } = await client.query<{ currency: string; amountMinor: number }>(
    `select currency::text as currency, sum(abs(amount_minor))::float8 as "amountMinor" from funds_exception
     where silenced_by = $1 and state in ('silenced', 'proposed') group by currency order by currency`,
    [key],
  )
  for (const sum of [{ currency, amountMinor }, ...rows])
    if (sum.amountMinor > (await readLimit(rowsThrough(client), sum.currency, 'for share'))) return true
  return false
}

/** Ends it with a reason where the sum is small; above the limit it is only proposed, and another person has the last word. */
export async function resolveException(
  ctx: Omit<ServiceContext, 'db'>,
  { key, resolution, body }: ResolveExceptionInput,
): Promise<'resolved' | 'proposed'> {
  const by = personOf(ctx)
  return inTransaction(ctx, async (client) => {
    const { state, amountMinor, currency } = await lockException(client, ctx, key)
    if (state !== 'open' && state !== 'silenced')
      throw new ServiceError('conflict', 'This is not open any more: somebody has proposed a resolution, or it has ended.', {
        reason: 'exception_not_open',
      })
    if (await isLarge(client, { key, amountMinor, currency })) {
      await client.query(`update funds_exception set state = 'proposed' where key = $1`, [key])
      await writeAct(client, ctx, by, { key, act: 'propose', action: 'exception.proposed', body, resolution })
      return 'proposed'
    }
    await client.query(`update funds_exception set state = 'resolved', closed_at = $2 where key = $1`, [key, ctx.now()])
    await writeAct(client, ctx, by, { key, act: 'resolve', action: 'exception.resolved', body, resolution })
    return 'resolved'
  })
}
