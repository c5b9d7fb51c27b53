import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { isServiceError } from '../errors.ts'
import { changeDeviceState } from './change-device-state.ts'
import { DeviceId, line, Reason } from './device-values.ts'
import { handOverDevice } from './hand-over-device.ts'
import { deviceStates } from './lifecycle.ts'

/** As many as a page shows twice over; more are chosen by a filter and a file. */
export const MOST_AT_ONCE = 200

const Ids = z.array(DeviceId).min(1).max(MOST_AT_ONCE)

export const ChangeDeviceStatesInput = z.strictObject({ ids: Ids, to: z.enum(deviceStates), reason: Reason })
export type ChangeDeviceStatesInput = z.infer<typeof ChangeDeviceStatesInput>

export const HandOverDevicesInput = z.strictObject({ ids: Ids, holder: line(80), note: line(500).nullable() })
export type HandOverDevicesInput = z.infer<typeof HandOverDevicesInput>

export interface DoneToMany {
  readonly done: number
  /** Those it was refused for, each with why; the others are done all the same. */
  readonly refused: readonly { readonly id: number; readonly reason: string }[]
}

/** One step for each of several devices, each for itself and in the record as itself. */
export async function changeDeviceStates(ctx: ServiceContext, input: ChangeDeviceStatesInput): Promise<DoneToMany> {
  const { ids, to, reason } = ChangeDeviceStatesInput.parse(input)
  return toEach(ids, (id) => changeDeviceState(ctx, { id, to, reason }))
}

/** Says who holds several devices from now on. */
export async function handOverDevices(ctx: ServiceContext, input: HandOverDevicesInput): Promise<DoneToMany> {
  const { ids, holder, note } = HandOverDevicesInput.parse(input)
  return toEach(ids, (id) => handOverDevice(ctx, { id, holder, note }))
}

async function toEach(ids: readonly number[], work: (id: number) => Promise<void>): Promise<DoneToMany> {
  const refused: { id: number; reason: string }[] = []
  const each = [...new Set(ids)]
  for (const id of each) {
    try {
      await work(id)
    } catch (error) {
      if (!isServiceError(error)) throw error
      refused.push({ id, reason: error.reason ?? error.code })
    }
  }
  return { done: each.length - refused.length, refused }
}
