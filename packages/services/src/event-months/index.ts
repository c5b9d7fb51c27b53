export { Month } from '../audit-archives/months.ts'
export { type EventArchive, howToBringBack, readAwayMonths } from './archive-row.ts'
export { bringBackEvents, findEventMonthOfFile } from './bring-back-events.ts'
export {
  ChooseEventMonthsInput,
  chooseEventMonths,
  type EventMonthsChoice,
  readEventMonthsChoice,
} from './event-months-choice.ts'
export { type ExportedMonth, exportEventMonth } from './export-event-month.ts'
export { EVENT_MONTHS_AT_HAND, MOST_EVENT_MONTHS } from './months-at-hand.ts'
export { putAwayEvents } from './put-away-events.ts'
export { type KeptMonth, keptReasons, type TendedEventMonths, tendEventMonths } from './tend-event-months.ts'
export { listEventArchives, verifyEventArchive } from './verify-event-archive.ts'
