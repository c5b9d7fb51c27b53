export { AskPackageInput, askPackage } from './ask-package.ts'
export {
  AddEvidenceScheduleInput,
  addEvidenceSchedule,
  RemoveEvidenceScheduleInput,
  removeEvidenceSchedule,
} from './change-schedules.ts'
export { type EvidenceFolder, openEvidenceFolder } from './evidence-folder.ts'
export { type EvidenceListed, type EvidenceSchedule, listPackages } from './list-packages.ts'
export type { Cadence, ListedPackage } from './package-row.ts'
export { type TakenPackage, TakePackageInput, takePackage } from './take-package.ts'
