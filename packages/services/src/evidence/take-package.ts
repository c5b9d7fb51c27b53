import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { packageFileName } from '../evidence-package/summary.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { demandRate } from '../rate-limits/index.ts'
import type { EvidenceFolder } from './evidence-folder.ts'
import { type ListedPackage, packageColumns } from './package-row.ts'

export const TakePackageInput = z.strictObject({ id: z.uuid() })

export interface TakenPackage {
  readonly fileName: string
  readonly content: AsyncIterable<Uint8Array>
}

/** A package's file; that somebody takes it is recorded first. `not_found` without it, `unavailable` where its file is not here. */
export async function takePackage(
  ctx: ServiceContext,
  { id }: Pick<z.infer<typeof TakePackageInput>, 'id'>,
  folder: EvidenceFolder | null,
): Promise<TakenPackage> {
  requireWholeChain(ctx)
  const { rows } = await ctx.pool.query<ListedPackage>(
    `select ${packageColumns} from evidence_package p left join "user" u on u.id = p.asked_by where p.id = $1 and p.made_at is not null`,
    [id],
  )
  const [found] = rows
  if (found === undefined) throw new ServiceError('not_found', 'There is no such package, or it is not made yet.')
  await demandRate(ctx, 'export', { id: ctx.actor.kind === 'system' ? ctx.actor.name : String(ctx.actor.id) })
  const content = folder === null ? null : await folder.read(id)
  if (content === null)
    throw new ServiceError(
      'unavailable',
      'The package’s file is not here. Hub and dashboard must see the same folder (EVIDENCE_DIR).',
      { reason: 'evidence_away' },
    )
  await recordAct(ctx, ctx.pool, {
    action: 'evidence.taken',
    target: { type: 'evidence', id },
    after: { sha256: found.sha256 },
  })
  return { fileName: packageFileName({ from: found.firstDay, to: found.lastDay }, found.language), content }
}
