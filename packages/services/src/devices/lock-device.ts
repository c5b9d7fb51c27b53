import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeValues } from '../stores/scope-condition.ts'
import { deviceReachAt } from './device-reach.ts'
import type { DeviceDescription, DeviceKind } from './device-values.ts'
import type { DevicePlace } from './intervals.ts'
import { type DeviceMay, type DeviceState, deviceMay } from './lifecycle.ts'

export interface LockedDevice extends DevicePlace, DeviceDescription {
  readonly id: number
  readonly kind: DeviceKind
  readonly registered: boolean
  readonly state: DeviceState
  readonly rev: number
}

/** The device as far as the asker reaches, nobody else's to change until the transaction ends. `not_found` beyond their reach. */
export async function lockDevice(
  ctx: Pick<ServiceContext, 'actor'>,
  client: Pick<pg.PoolClient, 'query'>,
  id: number,
): Promise<LockedDevice> {
  const { rows } = await client.query<LockedDevice>(
    `select d.id, d.kind, d.registered, d.state, d.rev, d.make, d.model, d.serial, d.firmware, d.approval_number as "approvalNumber",
       d.approval_expires_on::text as "approvalExpiresOn", d.p2pe, d.p2pe_solution as "p2peSolution", d.notes,
       d.store_id as "storeId", d.lane_id as "laneId", d.terminal_id as "terminalId", d.agent_id as "agentId"
     from device d left join store s on s.id = d.store_id where d.id = $1 and ${deviceReachAt(2)} for update of d`,
    [id, ...scopeValues(storesWithin(ctx, { kind: 'chain' }))],
  )
  const device = rows[0]
  if (device === undefined) throw new ServiceError('not_found', 'There is no such device.', { reason: 'no_device' })
  return device
}

/** Throws `conflict` where its state does not allow it. */
export function demand(device: Pick<LockedDevice, 'state'>, what: keyof DeviceMay): void {
  if (deviceMay[device.state][what]) return
  throw new ServiceError('conflict', `In the state ${device.state} this is not possible. Change the state first.`, {
    reason: `state_${device.state}`,
  })
}
