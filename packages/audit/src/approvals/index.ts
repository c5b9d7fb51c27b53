export * from './check-approval.ts'
export * from './count-approvers.ts'
