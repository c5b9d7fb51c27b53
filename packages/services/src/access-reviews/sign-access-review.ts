import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { lockPeople, type PeopleClient, type PeopleContext } from '../people/change-people.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { findItemsForSigner, SIGNER_REASON } from './items-for-signer.ts'
import { readItems } from './read-items.ts'
import type { ReviewItem } from './review-item.ts'
import { findOpenReview } from './review-row.ts'
import { writeStatement } from './write-statement.ts'

export const SignAccessReviewInput = z.strictObject({
  id: z.uuid(),
  /** Of the statement that was shown to the signer. */
  statementHash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type SignAccessReviewInput = z.infer<typeof SignAccessReviewInput>

/**
 * Signs that everything was looked at; after this the review never changes. Where the chain has one administrator only, the
 * signature keeps what is theirs, in the signer's name; it also says that uses of break-glass are known of, which only they could. `forbidden` to whoever decided anything in it before,
 * `conflict` while something is undecided or when the statement is no longer the one that was shown.
 */
export async function signAccessReview(ctx: PeopleContext, { id, statementHash }: SignAccessReviewInput): Promise<void> {
  const { actor } = ctx
  requireWholeChain(ctx)
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'A review is signed by a person.')
  await inTransaction(ctx, async (client) => {
    // Nothing is decided while it is signed.
    await lockPeople(client)
    const review = await findOpenReview(client, id)
    const items = await readItems(client, id)
    if (items.some(({ decisions }) => decisions.some(({ by }) => by.id === actor.id))) {
      throw new ServiceError('forbidden', 'Whoever decided in a review does not sign it. Another auditor does.', {
        reason: 'decided_oneself',
      })
    }
    const forSigner = await findItemsForSigner(client, items)
    const undecided = items.filter(({ decisions }) => decisions.length === 0).length - forSigner.length
    if (undecided > 0) {
      throw new ServiceError('conflict', `${undecided} of ${items.length} are not decided yet. It is signed when all are.`, {
        reason: 'review_undecided',
      })
    }
    const statement = writeStatement(review, items, forSigner)
    if (statement.hash !== statementHash) {
      throw new ServiceError('conflict', 'A decision has changed since you read this. Read it again, then sign.', {
        reason: 'statement_changed',
      })
    }
    const now = ctx.now()
    await client.query(
      `insert into access_review_decision (id, item_id, decision, reason, decided_at, decided_by)
       select d.id, d.item_id, 'keep', $3, $4, $5 from unnest($1::uuid[], $2::uuid[]) as d (id, item_id)`,
      [forSigner.map(() => ctx.newId()), forSigner.map((item) => item.id), SIGNER_REASON, now, actor.id],
    )
    await acknowledgeSigned(ctx, client, forSigner, actor.id)
    await client.query(
      'insert into access_review_signature (review_id, signed_at, signed_by, statement, statement_hash) values ($1, $2, $3, $4, $5)',
      [id, now, actor.id, Buffer.from(statement.text), Buffer.from(statement.hash, 'hex')],
    )
    await recordAct(ctx, client, {
      action: 'access_review.signed',
      target: { type: 'access_review', id },
      after: { statement: statement.hash, items: items.length, confirmed: forSigner.length },
    })
  })
}

/** Whose account emergency access made cannot acknowledge it, and there is nobody else but the signer. */
async function acknowledgeSigned(
  ctx: PeopleContext,
  client: PeopleClient,
  items: readonly ReviewItem[],
  signer: string,
): Promise<void> {
  const used = items.filter(({ kind }) => kind === 'break_glass').map(({ subjectId }) => subjectId)
  const { rows } = await client.query<{ id: string }>(
    `update break_glass set acknowledged_at = $2, acknowledged_by = $3
     where id = any($1::uuid[]) and acknowledged_at is null returning id`,
    [used, ctx.now(), signer],
  )
  for (const { id } of rows)
    await recordAct(ctx, client, { action: 'break_glass.acknowledged', target: { type: 'setup_link', id } })
}
