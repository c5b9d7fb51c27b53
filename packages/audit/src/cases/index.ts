export type { CaseResult } from './case-result.ts'
export { type CasesReport, runCases } from './run-cases.ts'
