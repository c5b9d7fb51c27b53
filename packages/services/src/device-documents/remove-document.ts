import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { actorText } from '../devices/device-actor.ts'
import { Reason } from '../devices/device-values.ts'
import { lockDevice } from '../devices/lock-device.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { findDocument } from './find-document.ts'
import { isOfInspection } from './is-of-inspection.ts'

export const RemoveDocumentInput = z.strictObject({ id: z.uuid(), reason: Reason })
export type RemoveDocumentInput = z.infer<typeof RemoveDocumentInput>

/** Takes a document away for good: its bytes go, its line stays with who took it away and why. */
export async function removeDocument(ctx: ServiceContext, input: RemoveDocumentInput): Promise<void> {
  const { id, reason } = RemoveDocumentInput.parse(input)
  await inTransaction(ctx, async (client) => {
    const { deviceId, name } = await findDocument(ctx, client, id)
    // Against an inspection that is recorded with it just now.
    await lockDevice(ctx, client, deviceId)
    const { rows } = await client.query(`select from device_document m where m.id = $1 and ${isOfInspection('m')}`, [id])
    if (rows.length > 0)
      throw new ServiceError('conflict', 'It belongs to an inspection and stays with it.', { reason: 'of_inspection' })
    const { rowCount } = await client.query(
      'update device_document set removed_at = $2, removed_by = $3, removed_why = $4 where id = $1 and removed_at is null',
      [id, ctx.now(), actorText(ctx.actor), reason],
    )
    if (rowCount === 0) throw new ServiceError('conflict', 'Somebody took this file away meanwhile.', { reason: 'no_document' })
    await client.query('delete from device_document_content where document_id = $1', [id])
    await recordAct(ctx, client, {
      action: 'device_document.removed',
      target: { type: 'device', id: String(deviceId) },
      before: { documentId: id },
      personal: { name, reason },
    })
    await notifyChange(client, { entity: 'device', id: String(deviceId) })
  })
}
