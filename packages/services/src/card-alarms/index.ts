export {
  type CardAlarmContent,
  type CardAlarmFind,
  type CardAlarmSource,
  contentPurpose,
  type RaiseContext,
  raiseCardAlarm,
} from './raise-card-alarm.ts'
