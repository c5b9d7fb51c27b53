import { createHash } from 'node:crypto'
import { notifyChange } from '@counterfoil/db/connections'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { actorText } from '../devices/device-actor.ts'
import { lockDevice } from '../devices/lock-device.ts'
import { ServiceError } from '../errors.ts'
import { fileName } from '../funds/files/file-name.ts'
import { inTransaction } from '../in-transaction.ts'
import { findSealer } from '../vault/index.ts'
import { documentPurpose } from './document-purpose.ts'
import { documentType } from './document-type.ts'
import { expirePhotos } from './expire-photos.ts'
import { isOfInspection } from './is-of-inspection.ts'

export const LARGEST_DOCUMENT_BYTES = 10_000_000
export const MOST_DOCUMENTS = 50
export const DOCUMENT_PART_BYTES = 1_000_000

export interface DocumentToAdd {
  readonly deviceId: number
  readonly name: string
  readonly content: AsyncIterable<Uint8Array>
  /**
   * A phone sends it for an inspection. It may not know whether it arrived the time before: the same bytes are answered with what is
   * there. And the inspection may never come: the photo takes no place of the device's files, and goes after a day.
   */
  readonly forInspection?: boolean
}

/**
 * Keeps a photo or paper of a device, sealed for the hub; in every state, since what is blocked is what one takes photos of. A photo
 * that waits for its inspection, and that somebody keeps as a file of the device, is one from then on. Throws `invalid` for what is none
 * or too large, `conflict` for the same bytes again (unless a phone sends them) or one too many.
 */
export async function addDocument(
  ctx: ServiceContext,
  { deviceId, name, content, forInspection = false }: DocumentToAdd,
): Promise<{ readonly id: string }> {
  const bytes = await readWhole(content)
  const type = documentType(bytes)
  if (type === null)
    throw new ServiceError('invalid', 'Only photos (JPEG, PNG, WebP) and PDF are kept here.', { reason: 'not_a_document' })
  const sealer = await findSealer(ctx)
  const id = ctx.newId()
  const sha256 = createHash('sha256').update(bytes).digest()
  const called = fileName(name)
  return inTransaction(ctx, async (client) => {
    await lockDevice(ctx, client, deviceId)
    await expirePhotos(ctx, client, deviceId)
    const { rows } = await client.query<{ id: string; same: boolean; waits: boolean; counts: boolean }>(
      `select m.id::text as id, m.sha256 = $2 as same, m.for_inspection and not ${isOfInspection('m')} as waits,
         not ${isOfInspection('m')} and m.for_inspection = $3 and (not $3 or m.added_by = $4) as counts
       from device_document m where m.device_id = $1 and m.removed_at is null`,
      [deviceId, sha256, forInspection, actorText(ctx.actor)],
    )
    const known = rows.find(({ same }) => same)
    if (known !== undefined && forInspection) return { id: known.id }
    if (known?.waits === false)
      throw new ServiceError('conflict', 'This device has this very file already.', { reason: 'document_known' })
    const isFull = rows.filter(({ counts }) => counts).length >= MOST_DOCUMENTS
    if (isFull && forInspection)
      throw new ServiceError('conflict', `${MOST_DOCUMENTS} photos of yours wait here for an inspection. They go after a day.`, {
        reason: 'photos_full',
      })
    if (isFull) {
      throw new ServiceError('conflict', `A device has ${MOST_DOCUMENTS} files at most. Take one away first.`, {
        reason: 'documents_full',
      })
    }
    if (known !== undefined) {
      await client.query('update device_document set for_inspection = false where id = $1', [known.id])
      await tell(known.id)
      return { id: known.id }
    }
    await client.query(
      `insert into device_document (id, device_id, name, type, size, sha256, added_at, added_by, for_inspection)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, deviceId, called, type, bytes.length, sha256, ctx.now(), actorText(ctx.actor), forInspection],
    )
    for (let part = 0; part * DOCUMENT_PART_BYTES < bytes.length; part += 1) {
      const partId = ctx.newId()
      const plain = bytes.subarray(part * DOCUMENT_PART_BYTES, (part + 1) * DOCUMENT_PART_BYTES)
      await client.query('insert into device_document_content (id, document_id, part, sealed) values ($1, $2, $3, $4)', [
        partId,
        id,
        part,
        Buffer.from(sealer.seal(documentPurpose(partId), plain)),
      ])
    }
    await tell(id)
    return { id }

    async function tell(documentId: string): Promise<void> {
      await recordAct(ctx, client, {
        action: 'device_document.added',
        target: { type: 'device', id: String(deviceId) },
        after: { documentId, type, size: bytes.length, sha256: sha256.toString('hex') },
        personal: { name: called },
      })
      await notifyChange(client, { entity: 'device', id: String(deviceId) })
    }
  })
}

async function readWhole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of content) {
    size += piece.length
    if (size > LARGEST_DOCUMENT_BYTES)
      throw new ServiceError('invalid', 'The file is larger than 10 MB.', { reason: 'document_too_large' })
    pieces.push(piece)
  }
  if (size === 0) throw new ServiceError('invalid', 'The file is empty.', { reason: 'file_empty' })
  return Buffer.concat(pieces)
}
