import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { isWaiting } from './adopt-terminal.ts'
import { DeviceId, LaneKey, Reason } from './device-values.ts'
import { demandStore, ensureLane, findFreePort } from './find-place.ts'
import { beginPlace, beginState } from './intervals.ts'
import { demand, lockDevice } from './lock-device.ts'

export const PlaceDeviceInput = z.strictObject({ id: DeviceId, storeId: DeviceId, lane: LaneKey.nullable(), reason: Reason })
export type PlaceDeviceInput = z.infer<typeof PlaceDeviceInput>

/**
 * Says where a device stands now. A terminal is taken for what answers at that lane if nothing else is known to; a PC that an
 * agent runs on goes to another store only with a new enrolment.
 */
export async function placeDevice(ctx: ServiceContext, input: PlaceDeviceInput): Promise<void> {
  const { id, storeId, lane, reason } = PlaceDeviceInput.parse(input)
  await inTransaction(ctx, async (client) => {
    const device = await lockDevice(ctx, client, id)
    demand(device, 'bePlaced')
    await demandStore(ctx, client, storeId)
    if (lane !== null && device.kind !== 'terminal')
      throw new ServiceError('invalid', 'A PC stands at no lane.', { field: 'lane' })
    if (device.agentId !== null && device.storeId !== storeId) {
      throw new ServiceError('conflict', 'An agent is bound to its store. Put this PC away, then enrol it in the other store.', {
        reason: 'agent_bound',
      })
    }
    const laneId = lane === null ? null : await ensureLane(client, storeId, lane)
    if (device.storeId === storeId && device.laneId === laneId) return
    const terminalId = laneId === null ? null : await findFreePort(client, laneId)
    await beginPlace(client, id, ctx.now(), { storeId, laneId, terminalId, agentId: device.agentId })
    // What answers at that lane answers already.
    const state = !isWaiting(device.state) ? device.state : terminalId === null ? 'awaited' : 'active'
    if (state !== device.state) await beginState(client, id, { at: ctx.now(), state, reason: null, actor: ctx.actor })
    await recordAct(ctx, client, {
      action: 'device.placed',
      target: { type: 'device', id: String(id) },
      before: { storeId: device.storeId, laneId: device.laneId, terminalId: device.terminalId, state: device.state },
      after: { storeId, laneId, terminalId, state },
      personal: { reason },
    })
    await notifyChange(client, { entity: 'device', id: String(id) })
  })
}
