export type { RecordFinding } from './record-findings.ts'
export { type RecordReport, type RecordStep, type VerifyRecordOptions, verifyRecord } from './verify-record.ts'
