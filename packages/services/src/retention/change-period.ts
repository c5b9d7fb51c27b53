import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/index.ts'
import { rowsThrough } from '../read-rows.ts'
import { type PurgedClass, purgedClasses, purgeRuleOf } from './data-classes.ts'
import { readPeriods } from './read-periods.ts'

export const ChangePeriodInput = z.strictObject({
  dataClass: z.enum(purgedClasses as [PurgedClass, ...PurgedClass[]]),
  days: z.int().min(1).max(36_500),
})
export type ChangePeriodInput = z.infer<typeof ChangePeriodInput>

/** Says how many days a class is kept, from the next look of a hub on. Throws `invalid` beyond what law and PCI DSS leave open. */
export async function changePeriod(ctx: Omit<ServiceContext, 'db'>, { dataClass, days }: ChangePeriodInput): Promise<void> {
  requireWholeChain(ctx)
  const { leastDays, mostDays } = purgeRuleOf(dataClass)
  if (days < leastDays || days > mostDays)
    throw new ServiceError('invalid', `This is kept for ${leastDays} to ${mostDays} days.`, { field: 'days' })
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Only a person changes how long something is kept.')
  await inTransaction(ctx, async (client) => {
    // One after the other: each version says what it replaces.
    await client.query(`select pg_advisory_xact_lock(hashtext('retention_period'))`)
    const before = (await readPeriods(rowsThrough(client)))[dataClass].days
    if (before === days) return
    await client.query(
      `insert into retention_period (class, version, days, changed_at, changed_by)
       select $1, coalesce(max(version), 0) + 1, $2, $3, $4 from retention_period where class = $1`,
      [dataClass, days, ctx.now(), actor.id],
    )
    await recordAct(ctx, client, {
      action: 'retention.changed',
      target: { type: 'data_class', id: dataClass },
      before: { days: before },
      after: { days },
    })
  })
}
