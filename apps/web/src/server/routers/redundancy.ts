import {
  BeginDrillInput,
  BeginHubDrillInput,
  beginDrill,
  beginHubDrill,
  GetRedundancyInput,
  getRedundancy,
  ListRedundancyInput,
  listRedundancy,
  StopDrillInput,
  stopDrill,
} from '@counterfoil/services/redundancy'
import { procedure, router } from '../trpc.ts'

const read = { permission: 'redundancy.read' } as const
const drill = { permission: 'redundancy.drill' } as const

/** What stores have twice, and trying it. */
export const redundancyRouter = router({
  list: procedure({ ...read, audit: 'unlogged' })
    .input(ListRedundancyInput)
    .query(({ ctx, input }) => listRedundancy(ctx.services, input)),
  get: procedure({ ...read, audit: 'unlogged' })
    .input(GetRedundancyInput)
    .query(({ ctx, input }) => getRedundancy(ctx.services, input)),
  /** It sends the agent a command of class 2. */
  beginHubDrill: procedure({ permission: 'commands.disturb', audit: 'redundancy.drill_begun', fresh: true })
    .input(BeginHubDrillInput)
    .mutation(({ ctx, input }) => beginHubDrill(ctx.services, input)),
  beginDrill: procedure({ ...drill, audit: 'redundancy.drill_begun' })
    .input(BeginDrillInput)
    .mutation(({ ctx, input }) => beginDrill(ctx.services, input)),
  stop: procedure({ ...drill, audit: 'redundancy.drill_ended' })
    .input(StopDrillInput)
    .mutation(({ ctx, input }) => stopDrill(ctx.services, input)),
})
