export type { FileReport, FundsReport, FundsVerdict, IdentityReport } from './findings.ts'
export { isFundsBundle, verifyFundsBundle } from './verify-bundle.ts'
