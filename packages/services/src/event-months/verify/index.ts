export { type EventMonthReport, isEventMonth, verifyEventMonth } from './verify-event-month.ts'
