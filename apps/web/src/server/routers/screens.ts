import { listScreens, PairScreenInput, pairScreen, RevokeScreenInput, revokeScreen } from '@counterfoil/services/screens'
import { procedure, router } from '../trpc.ts'

export const screensRouter = router({
  list: procedure({ permission: 'screens.read', audit: 'unlogged' }).query(({ ctx }) => listScreens(ctx.services)),
  pair: procedure({ permission: 'screens.change', audit: 'screen.paired', fresh: true })
    .input(PairScreenInput)
    .mutation(({ ctx, input }) => pairScreen(ctx.services, input)),
  // Without a fresh factor: whoever takes something away must not be held up.
  revoke: procedure({ permission: 'screens.change', audit: 'screen.revoked' })
    .input(RevokeScreenInput)
    .mutation(({ ctx, input }) => revokeScreen(ctx.services, input)),
})
