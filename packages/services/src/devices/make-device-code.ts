import { z } from 'zod'
import { type CreatedJoinCode, createJoinCode } from '../agents/create-join-code.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { DeviceId } from './device-values.ts'

export const MakeDeviceCodeInput = z.strictObject({ id: DeviceId })
export type MakeDeviceCodeInput = z.infer<typeof MakeDeviceCodeInput>

/**
 * A code with which the agent on this very PC joins its store: whoever joins by it is this device and no other. `not_found` beyond
 * the asker's reach and for what is no PC in a store.
 */
export async function makeDeviceCode(ctx: ServiceContext, { id }: MakeDeviceCodeInput): Promise<CreatedJoinCode> {
  const { rows } = await ctx.pool.query<{ storeId: number; joined: boolean }>(
    `select d.store_id as "storeId", exists (select from agent g where g.id = d.agent_id and g.state <> 'revoked') as joined
     from device d join store s on s.id = d.store_id where d.id = $1 and d.kind = 'agent_pc' and ${scopeConditionAt(2)}`,
    [id, ...scopeValues(storesWithin(ctx, { kind: 'chain' }))],
  )
  const [pc] = rows
  if (pc === undefined) throw new ServiceError('not_found', 'There is no such PC in a store.', { reason: 'no_device' })
  if (pc.joined)
    throw new ServiceError('conflict', 'An agent runs on this PC already. Revoke it first.', { reason: 'agent_there' })
  return createJoinCode(ctx, pc.storeId, undefined, undefined, id)
}
