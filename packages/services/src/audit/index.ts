export { type AuditAction, auditActions, type LoggedFor } from './audit-actions.ts'
export type { Act, ActContext } from './build-entry.ts'
export { recordAct, recordActThroughPrisma } from './record-act.ts'
