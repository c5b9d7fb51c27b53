export { Month } from '../audit-archives/months.ts'
export { type ExportedMonth, exportEventMonth } from './export-event-month.ts'
