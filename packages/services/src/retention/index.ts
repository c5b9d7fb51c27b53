export { ChangePeriodInput, changePeriod } from './change-period.ts'
export {
  type DataClassName,
  dataClasses,
  dataClassNames,
  type PurgedClass,
  purgedClasses,
  type Reason,
  reasons,
} from './data-classes.ts'
export { exportRetention, retentionAsCsv } from './export-retention.ts'
export { type ClassGrowth, type DiskForecast, forecastDisk } from './forecast-disk.ts'
export {
  type ClassTold,
  type EventMonthsTold,
  getRetentionReport,
  type PurgeTold,
  type RetentionReport,
  RetentionReportInput,
} from './get-retention-report.ts'
export { measureSizes, type Volume } from './measure-sizes.ts'
export type { Purged } from './purge-class.ts'
export { purgeDue } from './purge-due.ts'
export { Quarter, quarterBegins, quarterEnds, quarterOf } from './quarter.ts'
