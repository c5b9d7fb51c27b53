import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import { ServiceError } from '../errors.ts'
import { changePeople, type PeopleContext } from '../people/change-people.ts'
import { DecisionReason, findOpenReview } from './review-row.ts'

export const KeepReviewRestInput = z.strictObject({ id: z.uuid(), reason: DecisionReason })
export type KeepReviewRestInput = z.infer<typeof KeepReviewRestInput>

/** Keeps, for one reason, everything nobody has decided about yet, except the asker's own. Returns how many that were. */
export async function keepReviewRest(
  ctx: PeopleContext,
  { id, reason }: KeepReviewRestInput,
): Promise<{ readonly kept: number }> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'A person decides in a review.')
  return changePeople(ctx, async (client) => {
    await findOpenReview(client, id)
    const { rows } = await client.query<{ id: string }>(
      `select i.id from access_review_item i where i.review_id = $1 and i.person_id is distinct from $2
         and not exists (select from access_review_decision d where d.item_id = i.id) order by i.id`,
      [id, actor.id],
    )
    if (rows.length === 0) return { kept: 0 }
    const items = rows.map((row) => row.id)
    await client.query(
      `insert into access_review_decision (id, item_id, decision, reason, decided_at, decided_by)
       select d.id, d.item_id, 'keep', $3, $4, $5 from unnest($1::uuid[], $2::uuid[]) as d (id, item_id)`,
      [items.map(() => ctx.newId()), items, reason, ctx.now(), actor.id],
    )
    // The items stand in the review; an entry of the record is too small for thousands of their names.
    await recordAct(ctx, client, {
      action: 'access_review.decided',
      target: { type: 'access_review', id },
      after: { rest: items.length, decision: 'keep' },
      personal: { reason },
    })
    return { kept: items.length }
  })
}
