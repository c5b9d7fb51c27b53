import { createHash } from 'node:crypto'
import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { actorText } from '../devices/device-actor.ts'
import { Reason } from '../devices/device-values.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { inspectionItems, longText } from './inspection-values.ts'
import { readPlans } from './read-plans.ts'
import { riskClasses } from './risk-classes.ts'

export const ChangeClassInput = z.strictObject({
  class: z.enum(riskClasses),
  /** The version the asker saw; 0: the product's own. Whoever changed it since then is not overwritten. */
  before: z.int().min(0).max(1_000_000),
  days: z.int().min(1).max(365),
  items: z
    .array(z.enum(inspectionItems))
    .min(1)
    .max(inspectionItems.length)
    .refine((items) => new Set(items).size === items.length),
  /** The targeted risk analysis (PCI DSS 12.3.1) that days and items rest on. */
  analysis: longText(20_000),
  reason: Reason,
})
export type ChangeClassInput = z.infer<typeof ChangeClassInput>

/** Says how often devices of a class are looked at, and for what, as a new version. Gives its number. */
export async function changeClass(ctx: ServiceContext, input: ChangeClassInput): Promise<number> {
  const { class: risk, before, days, items, analysis, reason } = ChangeClassInput.parse(input)
  const version = before + 1
  await inTransaction(ctx, async (client) => {
    const plan = (await readPlans(rowsThrough(client)))[risk]
    if (plan.version !== before) throw changedMeanwhile()
    const inOrder = inspectionItems.filter((item) => items.includes(item))
    const { rowCount } = await client.query(
      `insert into inspection_class (class, version, days, items, analysis, reason, set_at, set_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (class, version) do nothing`,
      [risk, version, days, inOrder, analysis, reason, ctx.now(), actorText(ctx.actor)],
    )
    if (rowCount === 0) throw changedMeanwhile()
    await recordAct(ctx, client, {
      action: 'inspection_class.changed',
      target: { type: 'inspection_class', id: risk },
      before: { version: plan.version, days: plan.days, items: plan.items },
      after: { version, days, items: inOrder, analysisHash: createHash('sha256').update(analysis).digest('hex') },
      personal: { reason },
    })
    await notifyChange(client, { entity: 'device', id: 'all' })
  })
  return version
}

const changedMeanwhile = () =>
  new ServiceError('conflict', 'Somebody changed this class meanwhile. Look at it again.', { reason: 'changed_meanwhile' })
