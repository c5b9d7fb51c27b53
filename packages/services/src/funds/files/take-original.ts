import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { demandRate } from '../../rate-limits/index.ts'
import { askHandOver } from './ask-hand-over.ts'
import { receivedBy } from './received-by.ts'

export const TakeOriginalInput = z.strictObject({ id: z.int().positive() })

export interface Original {
  readonly name: string
  readonly masked: boolean
  readonly content: AsyncIterable<Uint8Array>
}

/**
 * The bytes of a file as they came, or its copy without card numbers. The hub alone can open them: it seals them anew for a key
 * made here, of which the private half is in this process's memory only. Recorded before the first byte leaves. Throws
 * `not_found`, `forbidden` and `unavailable`.
 */
export async function takeOriginal(
  ctx: Omit<ServiceContext, 'db'>,
  { id }: z.infer<typeof TakeOriginalInput>,
  pause: (ms: number) => Promise<void>,
): Promise<Original> {
  requireWholeChain(ctx)
  const by = receivedBy(ctx.actor)
  const known = await ctx.pool.query('select from funds_file where id = $1', [id])
  if (known.rowCount === 0) throw new ServiceError('not_found', `There is no file ${id}.`)
  await demandRate(ctx, 'export', { id: by })
  const { outcome, content } = await askHandOver(ctx, { fileId: id }, by, pause)
  await recordAct(ctx, ctx.pool, {
    action: 'funds_file.exported',
    target: { type: 'funds_file', id: String(id) },
    after: { masked: outcome.masked, bytes: outcome.bytes },
  })
  return { name: outcome.name, masked: outcome.masked, content }
}
