import { exportKeys, getKeyInventory, SignKeyReviewInput, signKeyReview } from '@counterfoil/services/keys'
import { procedure, router } from '../trpc.ts'

export const keysRouter = router({
  inventory: procedure({ permission: 'keys.read', audit: 'unlogged' }).query(({ ctx }) => getKeyInventory(ctx.services)),
  /** Gives a file, which is recorded: hence no query. */
  export: procedure({ permission: 'keys.read', audit: 'keys.exported' }).mutation(({ ctx }) => exportKeys(ctx.services)),
  signReview: procedure({ permission: 'reviews.sign', audit: 'keys.reviewed', fresh: true })
    .input(SignKeyReviewInput)
    .mutation(({ ctx, input }) => signKeyReview(ctx.services, input)),
})
