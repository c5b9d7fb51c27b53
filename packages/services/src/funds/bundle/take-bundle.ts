import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import type { EvidenceFolder, TakenPackage } from '../../evidence/index.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { demandRate } from '../../rate-limits/index.ts'
import { personOf } from '../exceptions/lock-exception.ts'
import { bundleColumns, bundleFileName, type ListedBundle } from './bundle-row.ts'

export const TakeBundleInput = z.strictObject({ id: z.uuid() })

/** A bundle's file; that somebody takes it is recorded first. `not_found` without it, `unavailable` where its file is not here. */
export async function takeBundle(ctx: ServiceContext, id: string, folder: EvidenceFolder | null): Promise<TakenPackage> {
  requireWholeChain(ctx)
  const by = personOf(ctx)
  const { rows } = await ctx.pool.query<ListedBundle>(
    `select ${bundleColumns} from funds_bundle b join "user" u on u.id = b.asked_by where b.id = $1 and b.made_at is not null`,
    [id],
  )
  const [found] = rows
  if (found === undefined) throw new ServiceError('not_found', 'There is no such bundle, or it is not made yet.')
  await demandRate(ctx, 'export', { id: by })
  const content = folder === null ? null : await folder.read(id)
  if (content === null)
    throw new ServiceError(
      'unavailable',
      'The bundle’s file is not here. Hub and dashboard must see the same folder (EVIDENCE_DIR).',
      {
        reason: 'evidence_away',
      },
    )
  await recordAct(ctx, ctx.pool, {
    action: 'funds_bundle.taken',
    target: { type: 'funds_bundle', id },
    after: { sha256: found.sha256 },
  })
  return { fileName: bundleFileName(found), content }
}
