export {
  ApproveCommandInput,
  approveCommand,
  CommandIdInput,
  type CommandToApprove,
  commandApprovalOptions,
} from './approve-command.ts'
export { type CommandDesk, createCommandDesk } from './command-desk.ts'
export { endOverdueCommands } from './end-overdue-commands.ts'
export { type CommandList, ListCommandsInput, type ListedCommand, listCommands } from './list-commands.ts'
export {
  AskCommandInput,
  askCommand,
  DisturbCommandInput,
  disturbCommand,
  ProposeCommandInput,
  proposeCommand,
  type RequestedCommand,
} from './request-command.ts'
export { WithdrawCommandInput, withdrawCommand } from './withdraw-command.ts'
