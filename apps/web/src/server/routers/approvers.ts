import {
  ApproveRosterInput,
  approveRoster,
  ChangeApproversInput,
  changeApprovers,
  getApprovers,
  RosterNumberInput,
  rosterApprovalOptions,
  withdrawRoster,
} from '@counterfoil/services/approvers'
import { procedure, router } from '../trpc.ts'

/** Whose passkeys agents take for a second person's word. */
export const approversRouter = router({
  get: procedure({ permission: 'approvers.read', audit: 'unlogged' }).query(({ ctx }) => getApprovers(ctx.services)),
  change: procedure({ permission: 'approvers.change', audit: 'approvers.proposed', fresh: true })
    .input(ChangeApproversInput)
    .mutation(({ ctx, input }) => changeApprovers(ctx.services, ctx.factorKit, input)),
  approvalOptions: procedure({ permission: 'commands.approve', audit: 'unlogged' })
    .input(RosterNumberInput)
    .query(({ ctx, input }) => rosterApprovalOptions(ctx.services, input)),
  approve: procedure({ permission: 'commands.approve', audit: 'approvers.approved' })
    .input(ApproveRosterInput)
    .mutation(({ ctx, input }) => approveRoster(ctx.services, input)),
  withdraw: procedure({ permission: 'approvers.change', audit: 'approvers.withdrawn', fresh: true })
    .input(RosterNumberInput)
    .mutation(({ ctx, input }) => withdrawRoster(ctx.services, input)),
})
