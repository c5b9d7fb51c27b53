export { type Axis, type AxisState, axes, axisStates, TEST_COUNTS_DAYS } from './axes.ts'
export {
  BeginDrillInput,
  BeginHubDrillInput,
  type BegunDrill,
  beginDrill,
  beginHubDrill,
} from './begin-drill.ts'
export type { DrillState } from './drill.ts'
export { type DrillTold, GetRedundancyInput, getRedundancy, type RedundancyDetail } from './get-redundancy.ts'
export type { DrillStep } from './judge-drill.ts'
export type { AxisNow, PartNow, PartReason } from './judge-redundancy.ts'
export { type ListedRedundancy, ListRedundancyInput, listRedundancy, type RedundancyList } from './list-redundancy.ts'
export { lookAtDrills } from './look-at-drills.ts'
export { lookForBridged } from './look-for-bridged.ts'
export { StopDrillInput, stopDrill } from './stop-drill.ts'
export type { Shown, ShownKind } from './store-facts.ts'
