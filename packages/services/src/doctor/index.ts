export { examineDatabase } from './examine-database.ts'
export type { Finding } from './finding.ts'
