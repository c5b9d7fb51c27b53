import { procedure, router } from '../trpc.ts'

export const frameRouter = router({
  /** The server's clock: ages are counted from it, because a reader's own clock may be wrong. */
  clock: procedure('live.read').query(({ ctx }) => ({ nowMs: ctx.nowMs() })),
})
