export { ChangeClassInput, changeClass } from './change-class.ts'
export { ExportInspectionsInput, exportInspectionSheet, exportInspections } from './export-inspections.ts'
export { type DeviceInspections, GetDeviceInspectionsInput, getDeviceInspections } from './get-device-inspections.ts'
export {
  type ChecklistDevice,
  GetStoreChecklistInput,
  getStoreChecklist,
  type StoreChecklist,
} from './get-store-checklist.ts'
export { inspectionReadings } from './inspection-readings.ts'
export { type Answer, type Answers, type InspectionItem, inspectionItems } from './inspection-values.ts'
export type { DueState, InspectionDue } from './judge-due.ts'
export type { InspectionFinding } from './judge-inspection.ts'
export { type ClassVersion, type ListedClass, listClasses } from './list-classes.ts'
export {
  type InspectionPage,
  type ListedInspection,
  ListInspectionsInput,
  listInspections,
  type PhotoName,
} from './list-inspections.ts'
export { ListTasksInput, listTasks, type StoreTasks, type TaskList } from './list-tasks.ts'
export { type Inspector, listTrainings, type Training } from './list-trainings.ts'
export type { InspectionTask } from './read-tasks.ts'
export { type RecordedInspection, RecordInspectionInput, recordInspection } from './record-inspection.ts'
export { RecordTrainingInput, recordTraining, WithdrawTrainingInput, withdrawTraining } from './record-training.ts'
export { type RiskClass, riskClasses } from './risk-classes.ts'
