import type { PeopleContext } from '../people/change-people.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { findItemsForSigner } from './items-for-signer.ts'
import { nameSubjects } from './name-subjects.ts'
import { readItems } from './read-items.ts'
import { readSubjects } from './read-subjects.ts'
import type { ReviewItem, ReviewSubject } from './review-item.ts'
import { findReview, type ReviewId } from './review-row.ts'
import { type Statement, writeStatement } from './write-statement.ts'

export interface AccessReviewDetail {
  readonly id: string
  readonly openedAt: Date
  readonly openedBy: string
  readonly signed: { readonly at: Date; readonly by: string } | null
  readonly items: readonly ReviewItem[]
  readonly decided: number
  /** Items of the chain's one administrator: nobody but the signer can decide about them, and does so by signing. */
  readonly forSigner: readonly string[]
  /** What there is to sign, or was signed; null while anything is undecided. */
  readonly statement: Statement | null
  /** What appeared after it was opened and belongs to the next one; nothing is told of it once this one is signed. */
  readonly newSince: readonly ReviewSubject[]
}

/** One review with everything in it. `not_found` without it. */
export async function getAccessReview(
  ctx: Pick<PeopleContext, 'pool' | 'actor' | 'now'>,
  { id }: ReviewId,
): Promise<AccessReviewDetail> {
  requireWholeChain(ctx)
  const review = await findReview(ctx.pool, id)
  const { openedAt, openedBy, signedAt, signedBy } = review
  const items = await readItems(ctx.pool, id)
  const decided = items.filter(({ decisions }) => decisions.length > 0).length
  const forSigner = signedAt === null ? await findItemsForSigner(ctx.pool, items) : []
  const signed = signedAt === null || signedBy === null ? null : { at: signedAt, by: signedBy }
  return {
    id,
    openedAt,
    openedBy,
    signed,
    items,
    decided,
    forSigner: forSigner.map((item) => item.id),
    statement: statementOf(),
    newSince: signed === null ? await findNew(ctx, items) : [],
  }

  function statementOf(): Statement | null {
    if (review.statement !== null && review.statementHash !== null) return { text: review.statement, hash: review.statementHash }
    return decided + forSigner.length === items.length ? writeStatement(review, items, forSigner) : null
  }
}

async function findNew(
  ctx: Pick<PeopleContext, 'pool' | 'now'>,
  items: readonly ReviewItem[],
): Promise<readonly ReviewSubject[]> {
  const keyOf = ({ kind, subjectId }: Pick<ReviewSubject, 'kind' | 'subjectId'>) => `${kind} ${subjectId}`
  const known = new Set(items.map(keyOf))
  return nameSubjects(
    ctx,
    (await readSubjects(ctx.pool, ctx.now())).filter((subject) => !known.has(keyOf(subject))),
  )
}
