import { generateKeyPairSync } from 'node:crypto'
import { notifyChange } from '@counterfoil/db/connections'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { createOpener } from '../../vault/index.ts'
import { rawPublicKey } from '../../vault/raw-keys.ts'
import { handOverPurpose, type TaskOutcome } from './file-task.ts'

const ASK_EVERY_MS = 150
const MOST_MS = 60_000

export interface HandedOver {
  readonly outcome: Extract<TaskOutcome, { readonly bytes: number }>
  /** To be taken once, or to be left to the hub, which clears it away. */
  readonly content: AsyncIterable<Uint8Array>
}

/**
 * Asks the hub, which alone can open what is sealed, to seal a file anew for a key made here, of which the private half is in this
 * process's memory only. Throws `forbidden` for what it will not hand over, `unavailable` when it does not answer.
 */
export async function askHandOver(
  ctx: Pick<ServiceContext, 'pool' | 'now' | 'newId'>,
  of: { readonly fileId: number } | { readonly deviceDocumentId: string },
  by: string,
  pause: (ms: number) => Promise<void>,
): Promise<HandedOver> {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const taskId = ctx.newId()
  const [fileId, deviceDocumentId] = 'fileId' in of ? [of.fileId, null] : [null, of.deviceDocumentId]
  await ctx.pool.query(
    `insert into funds_file_task (id, file_id, device_document_id, what, public_key, asked_by, asked_at)
     values ($1, $2, $3, 'hand_over', $4, $5, $6)`,
    [taskId, fileId, deviceDocumentId, Buffer.from(rawPublicKey(publicKey)), by, ctx.now()],
  )
  await notifyChange(ctx.pool, { entity: 'funds_file_task', id: taskId })
  const outcome = await waitForOutcome(ctx, taskId, pause)
  if (!('bytes' in outcome)) throw new ServiceError('forbidden', 'failed' in outcome ? outcome.failed : 'It was not handed over.')
  const opener = createOpener([privateKey])
  const { pool } = ctx
  return {
    outcome,
    content: (async function* () {
      try {
        for (let part = 0; ; part += 1) {
          const { rows } = await pool.query<{ content: Buffer }>(
            'select content from funds_file_task_part where task_id = $1 and part = $2',
            [taskId, part],
          )
          const [sealed] = rows
          if (sealed === undefined) return
          yield opener.open(handOverPurpose(taskId, part), sealed.content)
        }
      } finally {
        await pool.query('delete from funds_file_task where id = $1', [taskId])
      }
    })(),
  }
}

async function waitForOutcome(
  { pool }: Pick<ServiceContext, 'pool'>,
  taskId: string,
  pause: (ms: number) => Promise<void>,
): Promise<TaskOutcome> {
  for (let waitedMs = 0; waitedMs < MOST_MS; waitedMs += ASK_EVERY_MS) {
    const { rows } = await pool.query<{ outcome: TaskOutcome | null }>('select outcome from funds_file_task where id = $1', [
      taskId,
    ])
    const outcome = rows[0]?.outcome ?? null
    if (outcome !== null) return outcome
    await pause(ASK_EVERY_MS)
  }
  await pool.query('delete from funds_file_task where id = $1', [taskId])
  throw new ServiceError('unavailable', 'The hub, which alone can open files, did not answer within a minute. Is it running?', {
    reason: 'hub_silent',
  })
}
