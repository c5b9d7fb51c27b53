import type { ServiceContext } from '../context.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { type Archive, readArchives } from './archive-row.ts'

/** Every month that was archived, the earliest first. */
export async function listArchives(ctx: Pick<ServiceContext, 'pool' | 'actor'>): Promise<Archive[]> {
  requireWholeChain(ctx)
  return readArchives(ctx.pool)
}
