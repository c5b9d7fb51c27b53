import {
  EndFirmwareRuleInput,
  endFirmwareRule,
  ListFirmwareInput,
  listFirmware,
  SetFirmwareRuleInput,
  setFirmwareRule,
} from '@counterfoil/services/firmware'
import { procedure, router } from '../trpc.ts'

const change = { permission: 'devices.firmware' } as const

/** Which firmware terminals run, may run and should run. */
export const firmwareRouter = router({
  list: procedure({ permission: 'devices.read', audit: 'unlogged' })
    .input(ListFirmwareInput)
    .query(({ ctx, input }) => listFirmware(ctx.services, input)),
  set: procedure({ ...change, audit: 'firmware_rule.set' })
    .input(SetFirmwareRuleInput)
    .mutation(({ ctx, input }) => setFirmwareRule(ctx.services, input)),
  end: procedure({ ...change, audit: 'firmware_rule.ended' })
    .input(EndFirmwareRuleInput)
    .mutation(({ ctx, input }) => endFirmwareRule(ctx.services, input)),
})
