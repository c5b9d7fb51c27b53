import type { ServiceContext } from '../context.ts'
import { handOverPurpose, type TaskOutcome } from '../funds/files/file-task.ts'
import { inTransaction } from '../in-transaction.ts'
import { createSealer, type Opener, VaultError } from '../vault/index.ts'
import { documentPurpose } from './document-purpose.ts'

interface Task {
  readonly id: string
  readonly documentId: string
  readonly name: string
  readonly publicKey: Buffer
}

/** At the hub: hands over the document that was asked for first, and tells whether there was one. Of several hubs one does it. */
export async function handOverDocument(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  { opener }: { readonly opener: Opener },
): Promise<boolean> {
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<Task>(
      `select t.id::text as id, t.device_document_id::text as "documentId", m.name, t.public_key as "publicKey"
       from funds_file_task t join device_document m on m.id = t.device_document_id
       where t.done_at is null order by t.asked_at, t.id limit 1 for update of t skip locked`,
    )
    const [task] = rows
    if (task === undefined) return false
    const { rows: parts } = await client.query<{ id: string; part: number; sealed: Buffer }>(
      'select id::text as id, part, sealed from device_document_content where document_id = $1 order by part',
      [task.documentId],
    )
    const sealer = createSealer(task.publicKey)
    let bytes = 0
    let failed: string | null = parts.length === 0 ? 'Somebody took this file away meanwhile.' : null
    for (const { id, part, sealed } of parts) {
      const plain = openPart(opener, id, sealed)
      if (plain === null) {
        failed =
          'What was kept of this file does not open: it was changed in the database, or the hub lacks the key it was sealed for.'
        break
      }
      bytes += plain.length
      await client.query('insert into funds_file_task_part (task_id, part, content) values ($1, $2, $3)', [
        task.id,
        part,
        Buffer.from(sealer.seal(handOverPurpose(task.id, part), plain)),
      ])
    }
    const outcome: TaskOutcome = failed === null ? { name: task.name, masked: false, bytes } : { failed }
    await client.query('update funds_file_task set done_at = $2, outcome = $3 where id = $1', [
      task.id,
      ctx.now(),
      JSON.stringify(outcome),
    ])
    return true
  })
}

function openPart(opener: Opener, id: string, sealed: Uint8Array): Uint8Array | null {
  try {
    return opener.open(documentPurpose(id), sealed)
  } catch (error) {
    if (error instanceof VaultError) return null
    throw error
  }
}
