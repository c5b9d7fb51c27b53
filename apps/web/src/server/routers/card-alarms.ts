import {
  ApproveCardAlarmOpeningInput,
  AskCardAlarmOpeningInput,
  approveCardAlarmOpening,
  askCardAlarmOpening,
  CloseCardAlarmInput,
  closeCardAlarm,
  countOpenCardAlarms,
  GetCardAlarmInput,
  getCardAlarm,
  ListCardAlarmsInput,
  listCardAlarms,
} from '@counterfoil/services/card-alarms'
import { procedure, router } from '../trpc.ts'

const read = { permission: 'card_alarms.read', audit: 'unlogged' } as const
const handle = { permission: 'card_alarms.handle' } as const

export const cardAlarmsRouter = router({
  list: procedure(read)
    .input(ListCardAlarmsInput)
    .query(({ ctx, input }) => listCardAlarms(ctx.services, input)),
  get: procedure(read)
    .input(GetCardAlarmInput)
    .query(({ ctx, input }) => getCardAlarm(ctx.services, input)),
  countOpen: procedure(read).query(({ ctx }) => countOpenCardAlarms(ctx.services)),
  /** What was found is shown by the server's command line only, once two administrators want it. */
  askOpening: procedure({ ...handle, audit: 'card_alarm.opening_asked', fresh: true })
    .input(AskCardAlarmOpeningInput)
    .mutation(({ ctx, input }) => askCardAlarmOpening(ctx.services, input)),
  approveOpening: procedure({ ...handle, audit: 'card_alarm.opening_approved', fresh: true })
    .input(ApproveCardAlarmOpeningInput)
    .mutation(({ ctx, input }) => approveCardAlarmOpening(ctx.services, input)),
  close: procedure({ ...handle, audit: 'card_alarm.closed' })
    .input(CloseCardAlarmInput)
    .mutation(({ ctx, input }) => closeCardAlarm(ctx.services, input)),
})
