import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import {
  type DeviceDescription as Described,
  DeviceDescription,
  DeviceId,
  descriptionColumns,
  descriptionValues,
} from './device-values.ts'
import { demand, lockDevice } from './lock-device.ts'
import { refuseDuplicates } from './refuse-duplicates.ts'

export const ChangeDeviceInput = z.strictObject({
  id: DeviceId,
  /** As the asker saw it: whoever changed it since then is not overwritten. */
  rev: z.int().min(1),
  description: DeviceDescription,
})
export type ChangeDeviceInput = z.infer<typeof ChangeDeviceInput>

/** Describes a device anew; one that was found is registered by it. `conflict` when somebody changed it meanwhile. */
export async function changeDevice(ctx: ServiceContext, input: ChangeDeviceInput): Promise<void> {
  const { id, rev, description } = ChangeDeviceInput.parse(input)
  await refuseDuplicates(() =>
    inTransaction(ctx, async (client) => {
      const device = await lockDevice(ctx, client, id)
      const changed = changedFields(device, description)
      // Also for whoever asks again because the answer was lost.
      if (changed.length === 0 && device.registered) return
      if (device.rev !== rev) {
        throw new ServiceError('conflict', 'Somebody changed this device meanwhile. Look at it again.', {
          reason: 'changed_meanwhile',
        })
      }
      demand(device, 'change')
      await client.query(
        `update device set (${descriptionColumns}) = ($2, $3, $4, $5, $6, $7, $8, $9, $10), registered = true, rev = rev + 1 where id = $1`,
        [id, ...descriptionValues(description)],
      )
      await recordAct(ctx, client, changeAct(id, device, description, changed))
      await notifyChange(client, { entity: 'device', id: String(id) })
    }),
  )
}

export function changedFields(before: Described, after: Described): (keyof Described)[] {
  return (Object.keys(after) as (keyof Described)[]).filter((name) => before[name] !== after[name])
}

/** Notes are free text and may have to be erased; everything else stands in the entry itself. */
function changeAct(id: number, before: Described, after: Described, changed: readonly (keyof Described)[]) {
  const pick = (from: Described) =>
    Object.fromEntries(changed.filter((name) => name !== 'notes').map((name) => [name, from[name]]))
  return {
    action: 'device.changed',
    target: { type: 'device', id: String(id) },
    before: pick(before),
    after: { ...pick(after), ...(changed.includes('notes') ? { notesChanged: true } : {}) },
    ...(changed.includes('notes') && after.notes !== null ? { personal: { notes: after.notes } } : {}),
  } as const
}
