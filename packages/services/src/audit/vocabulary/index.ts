/** What the log speaks of, for pages too: nothing here needs a server. */
export { type AuditAction, auditActions, type LoggedFor } from '../audit-actions.ts'
export { outcomes, requirements, type TouchableType, touchableTypes } from './filter-values.ts'
