import { readHubsNow } from '@counterfoil/services/operations'
import { countReportingStores } from '@counterfoil/services/store-reporting'
import { procedure, router } from '../trpc.ts'

export const frameRouter = router({
  storesReporting: procedure({ permission: 'chain.read', audit: 'unlogged' }).query(({ ctx }) =>
    countReportingStores(ctx.services),
  ),
  /** What the product has to do without now: hubs, the line between them, this dashboard's replica. */
  degraded: procedure({ permission: 'chain.read', audit: 'unlogged' }).query(async ({ ctx }) => ({
    ...(await readHubsNow(ctx.services)),
    replica: ctx.replica?.state().state ?? 'good',
  })),
})
