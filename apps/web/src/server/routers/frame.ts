import { countReportingStores } from '@counterfoil/services/store-reporting'
import { procedure, router } from '../trpc.ts'

export const frameRouter = router({
  storesReporting: procedure({ permission: 'chain.read', audit: 'unlogged' }).query(({ ctx }) =>
    countReportingStores(ctx.services),
  ),
})
