import { AcknowledgeAlertInput, acknowledgeAlert, getSystemState } from '@counterfoil/services/operations'
import { forecastDisk } from '@counterfoil/services/retention'
import { procedure, router } from '../trpc.ts'

export const systemRouter = router({
  state: procedure({ permission: 'system.read', audit: 'unlogged' }).query(({ ctx }) => getSystemState(ctx.services)),
  acknowledge: procedure({ permission: 'system.handle', audit: 'alert.acknowledged' })
    .input(AcknowledgeAlertInput)
    .mutation(({ ctx, input }) => acknowledgeAlert(ctx.services, input)),
  /** How each class of data grows, and when the disk is full. */
  forecast: procedure({ permission: 'system.read', audit: 'unlogged' }).query(({ ctx }) => forecastDisk(ctx.services)),
})
