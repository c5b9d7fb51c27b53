import {
  ApproveRolloutInput,
  approveRollout,
  ChangeRolloutInput,
  changeRollout,
  getUpdates,
  MarkLabStoreInput,
  markLabStore,
  ProposeRolloutInput,
  proposeRollout,
  RolloutIdInput,
  rolloutApprovalOptions,
} from '@counterfoil/services/updates'
import { procedure, router } from '../trpc.ts'

/** Versions of agents, on their way through the stores. */
export const updatesRouter = router({
  get: procedure({ permission: 'updates.read', audit: 'unlogged' }).query(({ ctx }) => getUpdates(ctx.services)),
  propose: procedure({ permission: 'updates.change', audit: 'rollout.proposed', fresh: true })
    .input(ProposeRolloutInput)
    .mutation(({ ctx, input }) => proposeRollout(ctx.services, input)),
  approvalOptions: procedure({ permission: 'commands.approve', audit: 'unlogged' })
    .input(RolloutIdInput)
    .query(({ ctx, input }) => rolloutApprovalOptions(ctx.services, input)),
  approve: procedure({ permission: 'commands.approve', audit: 'rollout.approved' })
    .input(ApproveRolloutInput)
    .mutation(({ ctx, input }) => approveRollout(ctx.services, input)),
  change: procedure({ permission: 'updates.change', audit: 'rollout.changed', fresh: true })
    .input(ChangeRolloutInput)
    .mutation(({ ctx, input }) => changeRollout(ctx.services, input)),
  markLab: procedure({ permission: 'updates.change', audit: 'store.lab_changed', fresh: true })
    .input(MarkLabStoreInput)
    .mutation(({ ctx, input }) => markLabStore(ctx.services, input)),
})
