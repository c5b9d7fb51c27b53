export {
  ApproveRosterInput,
  approveRoster,
  RosterNumberInput,
  rosterApprovalOptions,
  withdrawRoster,
} from './approve-roster.ts'
export { ChangeApproversInput, changeApprovers } from './change-approvers.ts'
export { type ApproverNow, type Approvers, getApprovers } from './get-approvers.ts'
