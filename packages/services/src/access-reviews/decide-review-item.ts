import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import { ServiceError } from '../errors.ts'
import { changePeople, type PeopleClient, type PeopleContext } from '../people/change-people.ts'
import { removeSubject } from './remove-subject.ts'
import type { ItemKind } from './review-item.ts'
import { DecisionReason, findOpenReview } from './review-row.ts'

export const DecideReviewItemInput = z.strictObject({
  itemId: z.uuid(),
  decision: z.enum(['keep', 'remove']),
  reason: DecisionReason,
})
export type DecideReviewItemInput = z.infer<typeof DecideReviewItemInput>

interface ItemRow {
  readonly reviewId: string
  readonly kind: ItemKind
  readonly subjectId: string
  readonly personId: string | null
  readonly decided: 'keep' | 'remove' | null
}

/**
 * Keeps or removes one thing of a review; removing takes the access away in the same transaction, so at once. A thing that was
 * kept may still be removed, not the other way round. `forbidden` about oneself, `conflict` once signed.
 */
export async function decideReviewItem(ctx: PeopleContext, input: DecideReviewItemInput): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'A person decides in a review.')
  await changePeople(ctx, async (client) => {
    const item = await findItem(client, input.itemId)
    await findOpenReview(client, item.reviewId)
    if (item.personId === actor.id) {
      throw new ServiceError('forbidden', 'Nobody decides about their own access. Another administrator does.', {
        reason: 'own_item',
      })
    }
    if (item.decided === 'remove') {
      throw new ServiceError('conflict', 'This was removed already. Whoever needs it again is given it anew.', {
        reason: 'item_removed',
      })
    }
    const { itemId, decision, reason } = input
    await client.query(
      'insert into access_review_decision (id, item_id, decision, reason, decided_at, decided_by) values ($1, $2, $3, $4, $5, $6)',
      [ctx.newId(), itemId, decision, reason, ctx.now(), actor.id],
    )
    await recordAct(ctx, client, {
      action: 'access_review.decided',
      target: { type: 'access_review', id: item.reviewId },
      after: { items: [itemId], kind: item.kind, subject: item.subjectId, decision },
      personal: { reason },
    })
    if (decision === 'remove') await removeSubject(ctx, client, item)
  })
}

async function findItem(client: PeopleClient, id: string): Promise<ItemRow> {
  const { rows } = await client.query<ItemRow>(
    `select i.review_id as "reviewId", i.kind, i.subject_id as "subjectId", i.person_id as "personId",
       (select d.decision from access_review_decision d where d.item_id = i.id order by d.decided_at desc, d.id desc limit 1) as decided
     from access_review_item i where i.id = $1`,
    [id],
  )
  if (rows[0] === undefined) throw new ServiceError('not_found', 'There is no such thing in any review.')
  return rows[0]
}
