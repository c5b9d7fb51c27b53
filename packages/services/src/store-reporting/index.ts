export { countReportingStores, type ReportingStores } from './count-reporting-stores.ts'
