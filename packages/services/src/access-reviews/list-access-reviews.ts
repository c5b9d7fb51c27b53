import type { PeopleContext } from '../people/change-people.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'

export interface ListedAccessReview {
  readonly id: string
  readonly openedAt: Date
  readonly openedBy: string
  readonly items: number
  readonly decided: number
  readonly removed: number
  readonly signedAt: Date | null
  readonly signedBy: string | null
}

const MOST_LISTED = 200

/** All reviews, newest first. */
export async function listAccessReviews(ctx: Pick<PeopleContext, 'pool' | 'actor'>): Promise<ListedAccessReview[]> {
  requireWholeChain(ctx)
  const { rows } = await ctx.pool.query<ListedAccessReview>(
    `select r.id, r.opened_at as "openedAt", o.name as "openedBy", counted.*, s.signed_at as "signedAt", b.name as "signedBy"
     from access_review r join "user" o on o.id = r.opened_by
     left join access_review_signature s on s.review_id = r.id left join "user" b on b.id = s.signed_by
     cross join lateral (
       select count(*)::int4 as items, count(last.decision)::int4 as decided,
         (count(*) filter (where last.decision = 'remove'))::int4 as removed
       from access_review_item i left join lateral (
         select d.decision from access_review_decision d where d.item_id = i.id order by d.decided_at desc, d.id desc limit 1) last on true
       where i.review_id = r.id) counted
     order by r.opened_at desc, r.id limit ${MOST_LISTED}`,
  )
  return rows
}
