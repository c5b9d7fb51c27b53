import {
  getLiveComparison,
  getLiveSnapshot,
  getStorePatterns,
  LiveScopeInput,
  LiveSnapshotInput,
  StorePatternsInput,
} from '@counterfoil/services/live'
import { getRates } from '@counterfoil/services/rates'
import { procedure, router } from '../trpc.ts'

export const liveRouter = router({
  snapshot: procedure('live.read')
    .input(LiveSnapshotInput)
    .query(({ ctx, input }) => getLiveSnapshot(ctx.services, input)),
  comparison: procedure('live.read')
    .input(LiveScopeInput)
    .query(({ ctx, input }) => getLiveComparison(ctx.services, input)),
  patterns: procedure('live.read')
    .input(StorePatternsInput)
    .query(({ ctx, input }) => getStorePatterns(ctx.services, input)),
  rates: procedure('live.read').query(({ ctx }) => getRates(ctx.services)),
})
