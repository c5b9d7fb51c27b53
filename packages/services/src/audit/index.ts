export { type AuditAction, auditActions, type LoggedFor } from './audit-actions.ts'
export { AuditFilter, touchableTypes } from './audit-filter.ts'
export type { AuditRow, NamedThing } from './audit-row.ts'
export type { Act, ActContext } from './build-entry.ts'
export {
  AuditCursor,
  type AuditPage,
  ListAuditEntriesInput,
  ListTouchingInput,
  listAuditEntries,
  listTouching,
} from './list-audit-entries.ts'
export { recordAct, recordActThroughPrisma } from './record-act.ts'
