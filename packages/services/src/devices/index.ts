export { ChangeDeviceInput, changeDevice } from './change-device.ts'
export { ChangeDeviceStateInput, changeDeviceState } from './change-device-state.ts'
export {
  ChangeDeviceStatesInput,
  changeDeviceStates,
  type DoneToMany,
  HandOverDevicesInput,
  handOverDevices,
} from './change-many.ts'
export { CountDevicesInput, countDevices, type DeviceCounts } from './count-devices.ts'
export { type DeliveredDevice, deliverDevice, RequestKey } from './deliver-device.ts'
export type {
  CustodySpan,
  DeviceDetail,
  DeviceSeal,
  DoneBy,
  FlaggedPayment,
  LineCapture,
  PlaceSpan,
  StateSpan,
} from './device-detail.ts'
export { APPROVAL_NOTICE_DAYS, DeviceFilter, type DeviceNeed, deviceNeeds } from './device-filter.ts'
export type { ListedDevice } from './device-row.ts'
export {
  DeviceDescription,
  type DeviceKind,
  deviceKinds,
  emptyDescription,
  p2peAnswers,
  type SealFinding,
  sealFindings,
} from './device-values.ts'
export { ExportDevicesInput, exportDeviceSheet, exportDevices } from './export-devices.ts'
export { GetDeviceInput, getDevice } from './get-device.ts'
export { HandOverDeviceInput, handOverDevice } from './hand-over-device.ts'
export {
  type DeviceImportPreview,
  ImportDevicesInput,
  importDevices,
  PreviewDeviceImportInput,
  previewDeviceImport,
} from './import-devices.ts'
export type { LineError, PlannedLine } from './import-plan.ts'
export { type DeviceMay, type DeviceState, deviceMay, deviceStates, flaggedStates, nextStates } from './lifecycle.ts'
export { type EndingApproval, ListApprovalsInput, listApprovals } from './list-approvals.ts'
export { ListDeviceTreeInput, listDeviceTree, type TreeLevel, type TreeNode } from './list-device-tree.ts'
export { type DevicePage, type DeviceWithSales, ListDevicesInput, listDevices } from './list-devices.ts'
export { MakeDeviceCodeInput, makeDeviceCode } from './make-device-code.ts'
export { PlaceDeviceInput, placeDevice } from './place-device.ts'
export { RegisterDeviceInput, registerDevice } from './register-device.ts'
export { CheckSealInput, checkSeal, PlaceSealInput, placeSeal, RemoveSealInput, removeSeal } from './seals.ts'
