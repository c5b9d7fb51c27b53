import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { actorText } from '../devices/device-actor.ts'
import { askHandOver } from '../funds/files/ask-hand-over.ts'
import type { DocumentType } from './document-type.ts'
import { findDocument } from './find-document.ts'

export const TakeDocumentInput = z.strictObject({ id: z.uuid() })

export interface TakenDocument {
  readonly name: string
  readonly type: DocumentType
  readonly content: AsyncIterable<Uint8Array>
}

/** The bytes of a document, handed over by the hub. Recorded before the first byte leaves. */
export async function takeDocument(
  ctx: ServiceContext,
  { id }: z.infer<typeof TakeDocumentInput>,
  pause: (ms: number) => Promise<void>,
): Promise<TakenDocument> {
  const { deviceId, name, type } = await findDocument(ctx, ctx.pool, id)
  const { outcome, content } = await askHandOver(ctx, { deviceDocumentId: id }, actorText(ctx.actor), pause)
  await recordAct(ctx, ctx.pool, {
    action: 'device_document.taken',
    target: { type: 'device', id: String(deviceId) },
    after: { documentId: id, bytes: outcome.bytes },
  })
  return { name, type, content }
}
