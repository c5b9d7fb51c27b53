export { approveGroup, GroupIdInput } from './approve-group.ts'
export {
  BeginGroupInput,
  type BegunGroup,
  beginGroup,
  DisturbGroupInput,
  disturbGroup,
  proposeGroup,
} from './begin-group.ts'
export type { MemberCounts } from './count-members.ts'
export { type ChosenAgents, groupKinds, STORES_ALONE } from './group-choice.ts'
export { type GroupDetail, getGroup, type ListedGroup, listGroups } from './list-groups.ts'
export {
  type ListedMember,
  ListGroupMembersInput,
  listGroupMembers,
  type MemberPage,
  type WhichMembers,
} from './list-members.ts'
export { FAILING_SHARE, type GroupStep, LEAST_ENDED } from './next-members.ts'
export { type GroupPreview, PreviewGroupInput, previewGroup } from './preview-group.ts'
export { type GroupStepTaken, runCommandGroups } from './run-groups.ts'
export { StopGroupInput, stopGroup } from './stop-group.ts'
