import { RowId } from '@counterfoil/protocol'
import { z } from 'zod'
import { type CreatedJoinCode, createJoinCode } from '../agents/create-join-code.ts'
import type { ServiceContext } from '../context.ts'
import { findStoreWithin } from './find-store-within.ts'

export const MakeStoreCodeInput = z.strictObject({ storeId: RowId })
export type MakeStoreCodeInput = z.infer<typeof MakeStoreCodeInput>

/** A code with which one agent may join this store. Throws `not_found` beyond the actor's reach. */
export async function makeStoreCode(ctx: ServiceContext, { storeId }: MakeStoreCodeInput): Promise<CreatedJoinCode> {
  await findStoreWithin(ctx, ctx.pool, storeId)
  return createJoinCode(ctx, storeId)
}
