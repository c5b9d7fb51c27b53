export { BeginCommissioningInput, beginCommissioning } from './begin-commissioning.ts'
export { beginTests } from './begin-tests.ts'
export { SetDesignInput, SetRequirementsInput, setDesign, setRequirements } from './change-plan.ts'
export { Design, type LaneDesign, type NetworkPath, networkPaths, type Plan } from './design.ts'
export { CommissioningRef, type CommissioningState } from './find-commissioning.ts'
export {
  type Agreement,
  type CommissioningDetail,
  GetCommissioningInput,
  getCommissioning,
  type TestNow,
} from './get-commissioning.ts'
export { GoLiveInput, goLive } from './go-live.ts'
export type { Deviation, DeviationCode } from './judge-agreement.ts'
export type { LaneNow, LaneProblem } from './judge-lanes.ts'
export {
  type CommissioningList,
  ListCommissioningsInput,
  type ListedCommissioning,
  listCommissionings,
} from './list-commissionings.ts'
export { lookAtCommissionings } from './look-at-commissionings.ts'
export { MakeStoreCodeInput, makeStoreCode } from './make-store-code.ts'
export { type TestKind, testKinds } from './plan-tests.ts'
export type { Evidence } from './read-evidence.ts'
export { Requirements } from './requirements.ts'
export { ReturnCommissioningInput, returnCommissioning, withdrawCommissioning } from './return-commissioning.ts'
export { signCommissioning } from './sign-commissioning.ts'
export { TakeReportInput, takeReport } from './take-report.ts'
export type { EventRef } from './test-facts.ts'
