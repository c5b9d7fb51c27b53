import { findCardNumbers } from '@counterfoil/protocol/card-numbers'
import type pg from 'pg'
import type { ServiceContext } from '../../context.ts'
import { isServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { createSealer } from '../../vault/index.ts'
import { handOverPurpose, type TaskOutcome } from '../files/file-task.ts'
import { PART_BYTES } from '../files/seal-parts.ts'
import { openForExport } from './export-file.ts'
import type { ReadingParts } from './reading-parts.ts'

interface Task {
  readonly id: string
  readonly fileId: number
  readonly name: string
  /** It was read as something: its columns of cards were looked through. */
  readonly known: boolean
  readonly draft: string | null
  readonly publicKey: Buffer | null
}

const UNREAD_CARDS =
  'Nothing has read this file yet, and there seem to be full card numbers in it. Read it through a mapping that says which columns hold cards.'
const LIFETIME_MS = 15 * 60_000

type TaskContext = Pick<ServiceContext, 'pool' | 'now'>

/** Does the task that waits longest, and tells whether there was one. Of several hubs one does it; one that dies leaves it to the next. */
export async function doTask(ctx: TaskContext, parts: ReadingParts): Promise<boolean> {
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<Task>(
      `select t.id::text as id, t.file_id as "fileId", f.name, f.format is not null as known, t.draft, t.public_key as "publicKey"
       from funds_file_task t join funds_file f on f.id = t.file_id
       where t.done_at is null order by t.asked_at, t.id limit 1 for update of t skip locked`,
    )
    const [task] = rows
    if (task === undefined) return false
    const outcome = await outcomeOf(ctx, client, parts, task)
    await client.query('update funds_file_task set done_at = $2, outcome = $3 where id = $1', [
      task.id,
      ctx.now(),
      storable(outcome),
    ])
    return true
  })
}

/** What nobody has taken. */
export async function clearTasks({ pool, now }: TaskContext): Promise<void> {
  await pool.query('delete from funds_file_task where asked_at < $1', [new Date(now().getTime() - LIFETIME_MS)])
}

async function outcomeOf(ctx: TaskContext, client: pg.PoolClient, parts: ReadingParts, task: Task): Promise<TaskOutcome> {
  try {
    const file = await openForExport(ctx, parts.opener, task.fileId)
    if (task.publicKey === null) {
      const trial = await parts.reader.tryMapping({ name: task.name, bytes: file.bytes, draft: task.draft ?? '{}' })
      return 'refused' in trial ? { failed: trial.refused } : { trial }
    }
    if (!task.known && findCardNumbers(Buffer.from(file.bytes).toString('latin1')).length > 0) return { failed: UNREAD_CARDS }
    const sealer = createSealer(task.publicKey)
    for (let part = 0; part * PART_BYTES < file.bytes.length; part += 1) {
      const plain = file.bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES)
      await client.query('insert into funds_file_task_part (task_id, part, content) values ($1, $2, $3)', [
        task.id,
        part,
        Buffer.from(sealer.seal(handOverPurpose(task.id, part), plain)),
      ])
    }
    return { name: file.name, masked: file.masked, bytes: file.bytes.length }
  } catch (error) {
    if (isServiceError(error)) return { failed: error.message }
    throw error
  }
}

/** PostgreSQL's jsonb holds neither U+0000 nor half of a surrogate pair. */
const storable = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === 'string' ? each.toWellFormed().replaceAll('\u0000', '\ufffd') : each))
