import { ChooseEventMonthsInput, chooseEventMonths } from '@counterfoil/services/event-months'
import {
  ChangePeriodInput,
  changePeriod,
  exportRetention,
  getRetentionReport,
  RetentionReportInput,
} from '@counterfoil/services/retention'
import { procedure, router } from '../trpc.ts'

export const retentionRouter = router({
  report: procedure({ permission: 'system.read', audit: 'unlogged' })
    .input(RetentionReportInput)
    .query(({ ctx, input }) => getRetentionReport(ctx.services, input)),
  /** Gives a file, which is recorded: hence no query. */
  export: procedure({ permission: 'system.read', audit: 'retention.exported' })
    .input(RetentionReportInput)
    .mutation(({ ctx, input }) => exportRetention(ctx.services, input)),
  changePeriod: procedure({ permission: 'retention.change', audit: 'retention.changed', fresh: true })
    .input(ChangePeriodInput)
    .mutation(({ ctx, input }) => changePeriod(ctx.services, input)),
  chooseEventMonths: procedure({ permission: 'retention.change', audit: 'retention.changed', fresh: true })
    .input(ChooseEventMonthsInput)
    .mutation(({ ctx, input }) => chooseEventMonths(ctx.services, input)),
})
