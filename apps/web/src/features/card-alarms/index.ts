export { CardAlarmsPage } from './card-alarms-page.tsx'
export { useOpenCardAlarms } from './use-open-card-alarms.ts'
