export {
  ApproveCardAlarmOpeningInput,
  approveCardAlarmOpening,
} from './approve-card-alarm-opening.ts'
export { AskCardAlarmOpeningInput, askCardAlarmOpening } from './ask-card-alarm-opening.ts'
export type { CardAlarmState, ListedCardAlarm } from './card-alarm-row.ts'
export { CloseCardAlarmInput, closeCardAlarm } from './close-card-alarm.ts'
export { contentPurpose } from './content-purpose.ts'
export { countOpenCardAlarms } from './count-open-card-alarms.ts'
export { type CardAlarmDetail, type CardAlarmOpening, GetCardAlarmInput, getCardAlarm } from './get-card-alarm.ts'
export { type CardAlarmPage, ListCardAlarmsInput, listCardAlarms } from './list-card-alarms.ts'
export { type OpenedContent, openCardAlarm } from './open-card-alarm.ts'
export {
  type CardAlarmContent,
  type CardAlarmFind,
  type CardAlarmSource,
  type RaiseContext,
  raiseCardAlarm,
} from './raise-card-alarm.ts'
export { refuseCardNumbers } from './refuse-card-numbers.ts'
