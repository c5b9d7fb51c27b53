import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { writeCsv } from '../csv/index.ts'
import { demandRate } from '../rate-limits/index.ts'
import { getAccessReview } from './get-access-review.ts'
import type { ReviewItem } from './review-item.ts'
import type { ReviewId } from './review-row.ts'

const HEAD = 'kind name detail id role reach state last_seen expires decision reason decided_by decided_at'.split(' ')

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
    text: writeCsv(HEAD, items.map(cellsOf)),
  }
}

function cellsOf({ kind, name, detail, subjectId, facts, decisions }: ReviewItem) {
  const last = decisions.at(-1)
  const timeOf = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : new Date(ms))
  return [
    kind,
    name,
    detail,
    subjectId,
    facts.role ?? null,
    facts.reach === undefined ? null : JSON.stringify(facts.reach),
    facts.state ?? null,
    timeOf(facts.lastSeenAtMs ?? facts.lastUsedAtMs ?? facts.usedAtMs),
    timeOf(facts.expiresAtMs),
    last?.decision ?? null,
    last?.reason ?? null,
    last?.by.name ?? null,
    last?.at ?? null,
  ]
}
