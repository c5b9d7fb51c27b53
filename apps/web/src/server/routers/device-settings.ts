import {
  ClearSettingInput,
  clearSetting,
  ListSettingsInput,
  listSettings,
  PreviewSettingInput,
  previewSetting,
  SetSettingInput,
  setSetting,
} from '@counterfoil/services/device-settings'
import { procedure, router } from '../trpc.ts'

const change = { permission: 'devices.change' } as const

/** How the chain wants its devices set, along the tree. */
export const deviceSettingsRouter = router({
  list: procedure({ permission: 'devices.read', audit: 'unlogged' })
    .input(ListSettingsInput)
    .query(({ ctx, input }) => listSettings(ctx.services, input)),
  preview: procedure({ ...change, audit: 'unlogged' })
    .input(PreviewSettingInput)
    .query(({ ctx, input }) => previewSetting(ctx.services, input)),
  set: procedure({ ...change, audit: 'device_setting.set' })
    .input(SetSettingInput)
    .mutation(({ ctx, input }) => setSetting(ctx.services, input)),
  clear: procedure({ ...change, audit: 'device_setting.cleared' })
    .input(ClearSettingInput)
    .mutation(({ ctx, input }) => clearSetting(ctx.services, input)),
})
