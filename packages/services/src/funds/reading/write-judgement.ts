import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { type Act, type ActContext, recordAct } from '../../audit/index.ts'
import type { FileState } from '../files/file-state.ts'
import { changesOf, type Difference } from './changes.ts'
import type { FileReading } from './file-reading.ts'
import type { Judgement } from './judge-reading.ts'

export interface WrittenJudgement {
  readonly reading: FileReading
  readonly judgement: Judgement
  readonly difference: Difference | null
  readonly state: FileState
}

/** `storeJudgement`, recorded, and told to whoever looks. */
export async function writeJudgement(
  ctx: ActContext,
  client: pg.PoolClient,
  fileId: number,
  written: WrittenJudgement,
): Promise<void> {
  await recordAct(ctx, client, await storeJudgement(ctx, client, fileId, written))
  await notifyChange(client, { entity: 'funds_file', id: String(fileId) })
}

/** Keeps what a file holds, what became of it and why. Gives what has to be recorded in the same transaction. */
export async function storeJudgement(
  ctx: Pick<ActContext, 'now'>,
  client: pg.PoolClient,
  fileId: number,
  { reading, judgement, difference, state }: WrittenJudgement,
): Promise<Act> {
  const { document } = reading
  await client.query(
    `update funds_file set state = $2, reason = $3, format = $4, format_version = $5, verdict = $6, facts = $7, changes = $8,
       scope_key = $9, business_key = $10, first_day = $11, last_day = $12, line_count = $13, same_as = $14, supersedes = $15, imported_at = $16,
       beside = case when $2 = 'imported' then $17::int8[] else '{}' end,
       decided_at = case when $2 = 'imported' then decided_at end, decided_by = case when $2 = 'imported' then decided_by end
     where id = $1`,
    [
      fileId,
      state,
      judgement.reason,
      document.format,
      document.version,
      document.verdict,
      storable(document),
      storable(changesOf(reading, difference)),
      reading.scopeKey,
      reading.businessKey,
      reading.firstDay,
      reading.lastDay,
      reading.rows,
      judgement.sameAs,
      judgement.supersedes,
      state === 'imported' ? ctx.now() : null,
      judgement.beside,
    ],
  )
  return {
    action: state === 'imported' ? 'funds_file.imported' : 'funds_file.read',
    target: { type: 'funds_file', id: String(fileId) },
    after: {
      state,
      reason: judgement.reason,
      format: document.format,
      rows: reading.rows,
      sameAs: judgement.sameAs,
      supersedes: judgement.supersedes,
      ...(state === 'imported' && judgement.beside.length > 0 ? { beside: judgement.beside } : {}),
    },
  }
}

/** PostgreSQL's jsonb holds neither U+0000 nor half of a surrogate pair. */
const storable = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === 'string' ? each.toWellFormed().replaceAll('\u0000', '\ufffd') : each))
