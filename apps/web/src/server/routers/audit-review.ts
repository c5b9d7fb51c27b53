import {
  ChangeAuditRuleInput,
  changeAuditRule,
  GetAuditDayInput,
  getAuditDay,
  ListAuditDaysInput,
  listAuditDays,
  listAuditRules,
  SignAuditDayInput,
  signAuditDay,
} from '@counterfoil/services/audit-review'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

export const auditReviewRouter = router({
  days: procedure({ permission: 'audit.read', audit: 'unlogged' })
    // The browser's paging says which way it goes; there is one way only.
    .input(ListAuditDaysInput.extend({ direction: z.literal('forward').optional() }))
    .query(({ ctx, input: { direction: _, ...input } }) => listAuditDays(ctx.services, input)),
  day: procedure({ permission: 'audit.read', audit: 'audit.read' })
    .input(GetAuditDayInput)
    .query(({ ctx, input }) => getAuditDay(ctx.services, input)),
  sign: procedure({ permission: 'audit.review', audit: 'audit.day_reviewed', fresh: true })
    .input(SignAuditDayInput)
    .mutation(({ ctx, input }) => signAuditDay(ctx.services, input)),
  rules: procedure({ permission: 'audit.read', audit: 'unlogged' }).query(({ ctx }) => listAuditRules(ctx.services)),
  changeRule: procedure({ permission: 'audit.change', audit: 'audit.rule_changed', fresh: true })
    .input(ChangeAuditRuleInput)
    .mutation(({ ctx, input }) => changeAuditRule(ctx.services, input)),
})
