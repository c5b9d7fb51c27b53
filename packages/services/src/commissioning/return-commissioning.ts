import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { CommissioningRef, lockCommissioning, personOf } from './find-commissioning.ts'

const reason = z.string().trim().min(1).max(500)
export const ReturnCommissioningInput = z.strictObject({ ...CommissioningRef.shape, reason })
export type ReturnCommissioningInput = z.infer<typeof ReturnCommissioningInput>

/** Instead of signing second: back to its tests, with the reason. Throws `not_found`, `conflict`. */
export function returnCommissioning(ctx: ServiceContext, input: ReturnCommissioningInput): Promise<void> {
  return end(ctx, input, {
    action: 'commissioning.returned',
    from: ['signed'],
    set: `state = 'testing', statement = null, statement_hash = null, signed_by = null, signed_at = null`,
    ends: false,
  })
}

/** Gives up one that is under way. What was observed stays in the record. Throws `not_found`, `conflict`. */
export function withdrawCommissioning(ctx: ServiceContext, input: ReturnCommissioningInput): Promise<void> {
  return end(ctx, input, {
    action: 'commissioning.withdrawn',
    from: ['open', 'testing', 'signed'],
    set: `state = 'withdrawn'`,
    ends: true,
  })
}

interface Ending {
  readonly action: 'commissioning.returned' | 'commissioning.withdrawn'
  readonly from: readonly ('open' | 'testing' | 'signed')[]
  /** SQL text. */
  readonly set: string
  readonly ends: boolean
}

function end(
  ctx: ServiceContext,
  { reason: why, ...ref }: ReturnCommissioningInput,
  { action, from, set, ends }: Ending,
): Promise<void> {
  personOf(ctx)
  return inTransaction(ctx, async (client) => {
    const kept = await lockCommissioning(ctx, client, ref, from)
    await client.query(`update commissioning set ${set}, ended_at = $2, rev = rev + 1 where id = $1`, [
      kept.id,
      ends ? ctx.now() : null,
    ])
    await recordAct(ctx, client, {
      action,
      target: { type: 'commissioning', id: kept.id },
      after: { storeId: kept.storeId, from: kept.state },
      personal: { why },
    })
  })
}
