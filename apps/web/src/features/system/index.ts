export { alertRuleNames, formatAlertValue } from './alert-value.ts'
export { SystemPage } from './system-page.tsx'
