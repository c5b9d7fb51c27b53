import {
  getLiveComparison,
  getLiveSnapshot,
  getLiveSnapshotAsOf,
  getStorePatterns,
  LiveAsOfInput,
  LiveComparisonInput,
  LiveSnapshotInput,
  StorePatternsInput,
} from '@counterfoil/services/live'
import { getRates, RatesInput } from '@counterfoil/services/rates'
import { procedure, router } from '../trpc.ts'

export const liveRouter = router({
  snapshot: procedure('live.read')
    .input(LiveSnapshotInput)
    .query(({ ctx, input }) => getLiveSnapshot(ctx.services, input)),
  snapshotAsOf: procedure('live.read')
    .input(LiveAsOfInput)
    .query(({ ctx, input }) => getLiveSnapshotAsOf(ctx.services, input)),
  comparison: procedure('live.read')
    .input(LiveComparisonInput)
    .query(({ ctx, input }) => getLiveComparison(ctx.services, input)),
  patterns: procedure('live.read')
    .input(StorePatternsInput)
    .query(({ ctx, input }) => getStorePatterns(ctx.services, input)),
  rates: procedure('chain.read')
    .input(RatesInput.optional())
    .query(({ ctx, input }) => getRates(ctx.services, input)),
})
