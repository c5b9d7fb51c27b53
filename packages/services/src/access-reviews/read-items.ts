import type pg from 'pg'
import { nameSubjects } from './name-subjects.ts'
import type { ReviewItem } from './review-item.ts'

interface Row extends Omit<ReviewItem, 'name' | 'detail' | 'decisions'> {}
interface DecisionRow {
  readonly itemId: string
  readonly decision: 'keep' | 'remove'
  readonly reason: string
  readonly at: Date
  readonly byId: string
  readonly byName: string
  readonly withSignature: boolean
}

/** Everything in a review with what was decided about it, in the order of kinds and names. */
export async function readItems(client: Pick<pg.Pool | pg.PoolClient, 'query'>, reviewId: string): Promise<ReviewItem[]> {
  const { rows } = await client.query<Row>(
    `select i.id, i.kind, i.subject_id as "subjectId", i.person_id as "personId", i.facts
     from access_review_item i where i.review_id = $1 order by i.kind, i.id`,
    [reviewId],
  )
  const { rows: decided } = await client.query<DecisionRow>(
    `select d.item_id as "itemId", d.decision, d.reason, d.decided_at as at, u.id as "byId", u.name as "byName",
       s.review_id is not null as "withSignature"
     from access_review_decision d join access_review_item i on i.id = d.item_id join "user" u on u.id = d.decided_by
     left join access_review_signature s on s.review_id = i.review_id and s.signed_by = d.decided_by
     where i.review_id = $1 order by d.decided_at, d.id`,
    [reviewId],
  )
  const byItem = Map.groupBy(decided, ({ itemId }) => itemId)
  const items = rows.map((row) => ({
    ...row,
    decisions: (byItem.get(row.id) ?? []).map(({ decision, reason, at, byId, byName, withSignature }) => ({
      decision,
      reason,
      at,
      by: { id: byId, name: byName },
      withSignature,
    })),
  }))
  const named = await nameSubjects({ pool: client }, items)
  return named.sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name) || a.id.localeCompare(b.id))
}
