import { formatCheckpoint, rootOf, type SignerKey, signNote } from '@counterfoil/audit'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { LOG_LOCK } from './log-lock.ts'
import { readTree } from './read-tree.ts'

export const CHECKPOINT_CHANNEL = 'audit_checkpoint'

export interface MadeCheckpoint {
  readonly size: bigint
  readonly note: string
  /** By the database's clock, as entries' times are. */
  readonly madeAtMs: number
}

/** Signs the log as it is now, and tells whoever listens. Null when another process is at the log, or it is behind what was signed. */
export function makeCheckpoint(ctx: Pick<ServiceContext, 'pool' | 'now'>, signer: SignerKey): Promise<MadeCheckpoint | null> {
  return inTransaction(ctx, async (client) => {
    const lock = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [LOG_LOCK])
    if (lock.rows[0]?.got !== true) return null
    const tree = await readTree(client)
    const root = rootOf(tree)
    const note = signNote(formatCheckpoint({ origin: signer.name, size: tree.size, root }), signer)
    const { rows } = await client.query<{ ms: number }>(
      `with made as (
         insert into audit_checkpoint (size, signed_at, root, note)
         select $1, greatest($2, (select max(signed_at) + interval '1 millisecond' from audit_checkpoint where size = $1)), $3, $4
         where not exists (select from audit_checkpoint where size > $1) returning 1)
       select extract(epoch from clock_timestamp())::float8 * 1000 as ms, pg_notify($5, $1::text) from made`,
      [tree.size, ctx.now(), root, note, CHECKPOINT_CHANNEL],
    )
    return rows[0] === undefined ? null : { size: tree.size, note, madeAtMs: rows[0].ms }
  })
}
