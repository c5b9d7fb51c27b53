import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { DeviceId, line } from './device-values.ts'
import { beginCustody } from './intervals.ts'
import { demand, lockDevice } from './lock-device.ts'

export const HandOverDeviceInput = z.strictObject({ id: DeviceId, holder: line(80), note: line(500).nullable() })
export type HandOverDeviceInput = z.infer<typeof HandOverDeviceInput>

/** Says who holds the device from now on. */
export async function handOverDevice(ctx: ServiceContext, input: HandOverDeviceInput): Promise<void> {
  const { id, holder, note } = HandOverDeviceInput.parse(input)
  await inTransaction(ctx, async (client) => {
    const device = await lockDevice(ctx, client, id)
    demand(device, 'beHeld')
    await beginCustody(client, id, { at: ctx.now(), holder, note, actor: ctx.actor })
    await recordAct(ctx, client, {
      action: 'device.handed_over',
      target: { type: 'device', id: String(id) },
      personal: { holder, ...(note === null ? {} : { note }) },
    })
    await notifyChange(client, { entity: 'device', id: String(id) })
  })
}
