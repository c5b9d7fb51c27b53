import {
  DecideReviewItemInput,
  decideReviewItem,
  dueAccessReview,
  exportAccessReview,
  getAccessReview,
  KeepReviewRestInput,
  keepReviewRest,
  listAccessReviews,
  openAccessReview,
  ReviewId,
  SignAccessReviewInput,
  signAccessReview,
} from '@counterfoil/services/access-reviews'
import { procedure, router } from '../trpc.ts'

export const accessReviewsRouter = router({
  list: procedure({ permission: 'reviews.read', audit: 'unlogged' }).query(({ ctx }) => listAccessReviews(ctx.services)),
  due: procedure({ permission: 'reviews.read', audit: 'unlogged' }).query(({ ctx }) => dueAccessReview(ctx.services)),
  get: procedure({ permission: 'reviews.read', audit: 'unlogged' })
    .input(ReviewId)
    .query(({ ctx, input }) => getAccessReview(ctx.services, input)),
  /** Gives a file, which is recorded: hence no query. */
  export: procedure({ permission: 'reviews.read', audit: 'access_review.exported' })
    .input(ReviewId)
    .mutation(({ ctx, input }) => exportAccessReview(ctx.services, input)),
  open: procedure({ permission: 'reviews.decide', audit: 'access_review.opened', fresh: true }).mutation(({ ctx }) =>
    openAccessReview(ctx.services),
  ),
  decide: procedure({ permission: 'reviews.decide', audit: 'access_review.decided', fresh: true })
    .input(DecideReviewItemInput)
    .mutation(({ ctx, input }) => decideReviewItem(ctx.services, input)),
  keepRest: procedure({ permission: 'reviews.decide', audit: 'access_review.decided', fresh: true })
    .input(KeepReviewRestInput)
    .mutation(({ ctx, input }) => keepReviewRest(ctx.services, input)),
  sign: procedure({ permission: 'reviews.sign', audit: 'access_review.signed', fresh: true })
    .input(SignAccessReviewInput)
    .mutation(({ ctx, input }) => signAccessReview(ctx.services, input)),
})
