import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { readTogether } from '../read-rows.ts'
import { type DeviceNeed, deviceConditionValues, deviceNeeds, deviceTables, needConditions } from './device-filter.ts'
import { deviceReachAt } from './device-reach.ts'
import { type DeviceState, deviceStates } from './lifecycle.ts'

export const CountDevicesInput = z.strictObject({ scope: WatchScope })
export type CountDevicesInput = z.infer<typeof CountDevicesInput>

export interface DeviceCounts {
  readonly byState: Readonly<Record<DeviceState, number>>
  readonly byNeed: Readonly<Record<DeviceNeed, number>>
}

/** How many devices of a scope are in each state, and need a look; what was removed needs none. */
export async function countDevices(ctx: ServiceContext, { scope }: CountDevicesInput): Promise<DeviceCounts> {
  const needs = needConditions('$4')
  const columns = [
    ...deviceStates.map((state) => `count(*) filter (where d.state = '${state}')::int4 as "${state}"`),
    ...deviceNeeds.map((need) => `count(*) filter (where d.state <> 'removed' and ${needs[need]})::int4 as "${need}"`),
  ]
  const [one, two, three, , , , today] = deviceConditionValues(ctx, { scope })
  const [row] = await readTogether(ctx, (rows) =>
    rows<Record<DeviceState | DeviceNeed, number>>(
      `select ${columns.join(', ')} from ${deviceTables} where ${deviceReachAt(1)}`,
      one,
      two,
      three,
      today,
    ),
  )
  const pick = <Name extends DeviceState | DeviceNeed>(names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, row?.[name] ?? 0])) as Record<Name, number>
  return { byState: pick(deviceStates), byNeed: pick(deviceNeeds) }
}
