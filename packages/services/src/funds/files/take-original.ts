import { generateKeyPairSync } from 'node:crypto'
import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { demandRate } from '../../rate-limits/index.ts'
import { createOpener } from '../../vault/index.ts'
import { rawPublicKey } from '../../vault/raw-keys.ts'
import { handOverPurpose, type TaskOutcome } from './file-task.ts'
import { receivedBy } from './received-by.ts'

export const TakeOriginalInput = z.strictObject({ id: z.int().positive() })

export interface Original {
  readonly name: string
  readonly masked: boolean
  readonly content: AsyncIterable<Uint8Array>
}

const ASK_EVERY_MS = 150
const MOST_MS = 60_000

/**
 * The bytes of a file as they came, or its copy without card numbers. The hub alone can open them: it seals them anew for a key
 * made here, of which the private half is in this process's memory only. Recorded before the first byte leaves. Throws
 * `not_found`, `forbidden` and `unavailable`.
 */
export async function takeOriginal(
  ctx: Omit<ServiceContext, 'db'>,
  { id }: z.infer<typeof TakeOriginalInput>,
  pause: (ms: number) => Promise<void>,
): Promise<Original> {
  requireWholeChain(ctx)
  const by = receivedBy(ctx.actor)
  const known = await ctx.pool.query('select from funds_file where id = $1', [id])
  if (known.rowCount === 0) throw new ServiceError('not_found', `There is no file ${id}.`)
  await demandRate(ctx, 'export', { id: by })
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const taskId = ctx.newId()
  await ctx.pool.query(
    `insert into funds_file_task (id, file_id, what, public_key, asked_by, asked_at) values ($1, $2, 'hand_over', $3, $4, $5)`,
    [taskId, id, Buffer.from(rawPublicKey(publicKey)), by, ctx.now()],
  )
  await notifyChange(ctx.pool, { entity: 'funds_file_task', id: taskId })
  const outcome = await waitForOutcome(ctx, taskId, pause)
  if (!('bytes' in outcome)) throw new ServiceError('forbidden', 'failed' in outcome ? outcome.failed : 'It was not handed over.')
  await recordAct(ctx, ctx.pool, {
    action: 'funds_file.exported',
    target: { type: 'funds_file', id: String(id) },
    after: { masked: outcome.masked, bytes: outcome.bytes },
  })
  const opener = createOpener([privateKey])
  const { pool } = ctx
  return {
    name: outcome.name,
    masked: outcome.masked,
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
