import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { demandRate } from '../rate-limits/index.ts'
import { getAccessReview } from './get-access-review.ts'
import { reviewAsCsv } from './review-as-csv.ts'
import type { ReviewId } from './review-row.ts'

/** One review as CSV; that somebody took it is recorded. */
export async function exportAccessReview(
  ctx: ServiceContext,
  { id }: ReviewId,
): Promise<{ readonly fileName: string; readonly text: string }> {
  await demandRate(ctx, 'export', { id: ctx.actor.kind === 'system' ? ctx.actor.name : String(ctx.actor.id) })
  const { items, openedAt } = await getAccessReview(ctx, { id })
  await recordAct(ctx, ctx.pool, {
    action: 'access_review.exported',
    target: { type: 'access_review', id },
    after: { rows: items.length },
  })
  return {
    fileName: `counterfoil-access-review-${openedAt.toISOString().slice(0, 10)}.csv`,
    text: reviewAsCsv(items),
  }
}
