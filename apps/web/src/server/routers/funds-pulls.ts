import { addPull, listPulls, NewPull, RemovePullInput, removePull } from '@counterfoil/services/funds/pulls'
import { procedure, router } from '../trpc.ts'

/** Folders of banks and acquirers whose files the hub fetches. No answer holds what it signs in with. */
export const fundsPullsRouter = router({
  list: procedure({ permission: 'funds.files', audit: 'unlogged' }).query(({ ctx }) => listPulls(ctx.services)),
  // It makes the hub sign in elsewhere.
  add: procedure({ permission: 'funds.configure', audit: 'funds_pull.added', fresh: true })
    .input(NewPull)
    .mutation(({ ctx, input }) => addPull(ctx.services, input)),
  // Without a fresh factor: whoever takes something away must not be held up.
  remove: procedure({ permission: 'funds.configure', audit: 'funds_pull.removed' })
    .input(RemovePullInput)
    .mutation(({ ctx, input }) => removePull(ctx.services, input.name)),
})
