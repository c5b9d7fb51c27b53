import { GetDeviceHealthInput, getDeviceHealth, ListUnwellInput, listUnwell } from '@counterfoil/services/device-health'
import {
  ChangeDeviceInput,
  ChangeDeviceStateInput,
  ChangeDeviceStatesInput,
  CheckSealInput,
  CountDevicesInput,
  changeDevice,
  changeDeviceState,
  changeDeviceStates,
  checkSeal,
  countDevices,
  ExportDevicesInput,
  exportDevices,
  GetDeviceInput,
  getDevice,
  HandOverDeviceInput,
  HandOverDevicesInput,
  handOverDevice,
  handOverDevices,
  ImportDevicesInput,
  importDevices,
  ListApprovalsInput,
  ListDevicesInput,
  ListDeviceTreeInput,
  listApprovals,
  listDevices,
  listDeviceTree,
  MakeDeviceCodeInput,
  makeDeviceCode,
  PlaceDeviceInput,
  PlaceSealInput,
  PreviewDeviceImportInput,
  placeDevice,
  placeSeal,
  previewDeviceImport,
  RegisterDeviceInput,
  RemoveSealInput,
  registerDevice,
  removeSeal,
} from '@counterfoil/services/devices'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const read = { permission: 'devices.read', audit: 'unlogged' } as const
const change = { permission: 'devices.change' } as const
const hold = { permission: 'devices.hold' } as const

export const devicesRouter = router({
  list: procedure(read)
    .input(ListDevicesInput.extend({ direction: z.literal('forward').optional() }))
    .query(({ ctx, input: { direction: _, ...input } }) => listDevices(ctx.services, input)),
  counts: procedure(read)
    .input(CountDevicesInput)
    .query(({ ctx, input }) => countDevices(ctx.services, input)),
  tree: procedure(read)
    .input(ListDeviceTreeInput.extend({ direction: z.literal('forward').optional() }))
    .query(({ ctx, input: { direction: _, ...input } }) => listDeviceTree(ctx.services, input)),
  /** When approvals end. */
  approvals: procedure(read)
    .input(ListApprovalsInput)
    .query(({ ctx, input }) => listApprovals(ctx.services, input)),
  get: procedure(read)
    .input(GetDeviceInput)
    .query(({ ctx, input }) => getDevice(ctx.services, input)),
  /** Who needs a look, and why. */
  unwell: procedure(read)
    .input(ListUnwellInput)
    .query(({ ctx, input }) => listUnwell(ctx.services, input)),
  health: procedure(read)
    .input(GetDeviceHealthInput)
    .query(({ ctx, input }) => getDeviceHealth(ctx.services, input)),
  /** Gives a file, which is recorded: hence no query. */
  export: procedure({ permission: 'devices.read', audit: 'devices.exported' })
    .input(ExportDevicesInput)
    .mutation(({ ctx, input }) => exportDevices(ctx.services, input)),
  /** Changes nothing, but the file is too long for an address. */
  previewImport: procedure({ ...change, audit: 'unlogged' })
    .input(PreviewDeviceImportInput)
    .mutation(({ ctx, input }) => previewDeviceImport(ctx.services, input)),
  import: procedure({ ...change, audit: 'devices.imported' })
    .input(ImportDevicesInput)
    .mutation(({ ctx, input }) => importDevices(ctx.services, input)),
  register: procedure({ ...change, audit: 'device.registered' })
    .input(RegisterDeviceInput)
    .mutation(({ ctx, input }) => registerDevice(ctx.services, input)),
  describe: procedure({ ...change, audit: 'device.changed' })
    .input(ChangeDeviceInput)
    .mutation(({ ctx, input }) => changeDevice(ctx.services, input)),
  place: procedure({ ...change, audit: 'device.placed' })
    .input(PlaceDeviceInput)
    .mutation(({ ctx, input }) => placeDevice(ctx.services, input)),
  // Without a fresh factor: whoever blocks what was stolen must not be held up.
  changeState: procedure({ ...change, audit: 'device.state_changed' })
    .input(ChangeDeviceStateInput)
    .mutation(({ ctx, input }) => changeDeviceState(ctx.services, input)),
  changeStates: procedure({ ...change, audit: 'device.state_changed' })
    .input(ChangeDeviceStatesInput)
    .mutation(({ ctx, input }) => changeDeviceStates(ctx.services, input)),
  /** Whoever has the code can speak for the store: it asks for a fresh factor as a token does. */
  makeCode: procedure({ ...change, audit: 'join_code.made', fresh: true })
    .input(MakeDeviceCodeInput)
    .mutation(({ ctx, input }) => makeDeviceCode(ctx.services, input)),
  handOver: procedure({ ...hold, audit: 'device.handed_over' })
    .input(HandOverDeviceInput)
    .mutation(({ ctx, input }) => handOverDevice(ctx.services, input)),
  handOverMany: procedure({ ...hold, audit: 'device.handed_over' })
    .input(HandOverDevicesInput)
    .mutation(({ ctx, input }) => handOverDevices(ctx.services, input)),
  placeSeal: procedure({ ...hold, audit: 'device.seal_placed' })
    .input(PlaceSealInput)
    .mutation(({ ctx, input }) => placeSeal(ctx.services, input)),
  checkSeal: procedure({ ...hold, audit: 'device.seal_checked' })
    .input(CheckSealInput)
    .mutation(({ ctx, input }) => checkSeal(ctx.services, input)),
  removeSeal: procedure({ ...hold, audit: 'device.seal_removed' })
    .input(RemoveSealInput)
    .mutation(({ ctx, input }) => removeSeal(ctx.services, input)),
})
