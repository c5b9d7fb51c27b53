import { countReportingStores } from '@counterfoil/services/store-reporting'
import { procedure, router } from '../trpc.ts'

export const frameRouter = router({
  storesReporting: procedure('chain.read').query(({ ctx }) => countReportingStores(ctx.services)),
})
