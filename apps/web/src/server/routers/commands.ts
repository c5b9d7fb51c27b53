import {
  ApproveCommandInput,
  AskCommandInput,
  approveCommand,
  askCommand,
  CommandIdInput,
  commandApprovalOptions,
  DisturbCommandInput,
  disturbCommand,
  ListCommandsInput,
  listCommands,
  ProposeCommandInput,
  proposeCommand,
  WithdrawCommandInput,
  withdrawCommand,
} from '@counterfoil/services/commands'
import { procedure, router } from '../trpc.ts'

export const commandsRouter = router({
  list: procedure({ permission: 'commands.read', audit: 'unlogged' })
    .input(ListCommandsInput)
    .query(({ ctx, input }) => listCommands(ctx.services, input)),
  ask: procedure({ permission: 'commands.ask', audit: 'command.asked' })
    .input(AskCommandInput)
    .mutation(({ ctx, input }) => askCommand(ctx.services, input)),
  /** What a store notices: the person shows that they are there. */
  disturb: procedure({ permission: 'commands.disturb', audit: 'command.disturbing', fresh: true })
    .input(DisturbCommandInput)
    .mutation(({ ctx, input }) => disturbCommand(ctx.services, input)),
  /** What two people must want: another one approves it with a passkey. */
  propose: procedure({ permission: 'commands.propose', audit: 'command.proposed', fresh: true })
    .input(ProposeCommandInput)
    .mutation(({ ctx, input }) => proposeCommand(ctx.services, input)),
  approvalOptions: procedure({ permission: 'commands.approve', audit: 'unlogged' })
    .input(CommandIdInput)
    .query(({ ctx, input }) => commandApprovalOptions(ctx.services, input)),
  approve: procedure({ permission: 'commands.approve', audit: 'command.approved' })
    .input(ApproveCommandInput)
    .mutation(({ ctx, input }) => approveCommand(ctx.services, input)),
  withdraw: procedure({ permission: 'commands.ask', audit: 'command.withdrawn' })
    .input(WithdrawCommandInput)
    .mutation(({ ctx, input }) => withdrawCommand(ctx.services, input)),
})
