export { AuditPage } from './audit-page.tsx'
export { EntryPage } from './entry-page.tsx'
export { IntegrityPage } from './integrity-page.tsx'
