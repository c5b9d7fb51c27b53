export { DecideReviewItemInput, decideReviewItem } from './decide-review-item.ts'
export { type DueAccessReview, dueAccessReview } from './due-access-review.ts'
export { exportAccessReview } from './export-access-review.ts'
export { type AccessReviewDetail, getAccessReview } from './get-access-review.ts'
export { KeepReviewRestInput, keepReviewRest } from './keep-review-rest.ts'
export { type ListedAccessReview, listAccessReviews } from './list-access-reviews.ts'
export { openAccessReview } from './open-access-review.ts'
export type {
  ItemDecision,
  ItemFacts,
  ItemKind,
  ReviewItem,
  ReviewSubject,
} from './review-item.ts'
export { ReviewId } from './review-row.ts'
export { SignAccessReviewInput, signAccessReview } from './sign-access-review.ts'
