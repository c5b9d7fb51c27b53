import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { Design } from './design.ts'
import { CommissioningRef, lockCommissioning, personOf } from './find-commissioning.ts'
import { Requirements } from './requirements.ts'

export const SetRequirementsInput = z.strictObject({ ...CommissioningRef.shape, requirements: Requirements })
export type SetRequirementsInput = z.infer<typeof SetRequirementsInput>
export const SetDesignInput = z.strictObject({ ...CommissioningRef.shape, design: Design })
export type SetDesignInput = z.infer<typeof SetDesignInput>

/** Says what is wanted of the store. What was observed before counts no more. Throws `not_found`, `conflict`. */
export function setRequirements(ctx: ServiceContext, { requirements, ...ref }: SetRequirementsInput): Promise<void> {
  return change(ctx, ref, 'requirements', requirements)
}

/** Says how it is built; the same holds. */
export function setDesign(ctx: ServiceContext, { design, ...ref }: SetDesignInput): Promise<void> {
  return change(ctx, ref, 'design', design)
}

function change(ctx: ServiceContext, ref: CommissioningRef, part: 'requirements' | 'design', value: object): Promise<void> {
  personOf(ctx)
  return inTransaction(ctx, async (client) => {
    const before = await lockCommissioning(ctx, client, ref, ['open', 'testing'])
    await client.query(
      `update commissioning set ${part} = $2, state = 'open', test_begun_at = null, rev = rev + 1 where id = $1`,
      [ref.id, JSON.stringify(value)],
    )
    await recordAct(ctx, client, {
      action: 'commissioning.planned',
      target: { type: 'commissioning', id: ref.id },
      before: { [part]: before[part] },
      after: { storeId: before.storeId, [part]: value },
    })
  })
}
