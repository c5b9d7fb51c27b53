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
  snapshot: procedure({ permission: 'live.read', audit: 'unlogged' })
    .input(LiveSnapshotInput)
    .query(({ ctx, input }) => getLiveSnapshot(ctx.services, input)),
  snapshotAsOf: procedure({ permission: 'live.read', audit: 'unlogged', mayBeOld: true })
    .input(LiveAsOfInput)
    .query(({ ctx, input }) => getLiveSnapshotAsOf(ctx.services, input)),
  comparison: procedure({ permission: 'live.read', audit: 'unlogged', mayBeOld: true })
    .input(LiveComparisonInput)
    .query(({ ctx, input }) => getLiveComparison(ctx.services, input)),
  patterns: procedure({ permission: 'live.read', audit: 'unlogged', mayBeOld: true })
    .input(StorePatternsInput)
    .query(({ ctx, input }) => getStorePatterns(ctx.services, input)),
  rates: procedure({ permission: 'chain.read', audit: 'unlogged' })
    .input(RatesInput.optional())
    .query(({ ctx, input }) => getRates(ctx.services, input)),
})
