import { formatCheckpoint, rootOf, type SignerKey, signNote } from '@counterfoil/audit'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { LOG_LOCK } from './log-lock.ts'
import { readTree } from './read-tree.ts'

export const CHECKPOINT_CHANNEL = 'audit_checkpoint'

/**
 * After a long silence the log may be a backup's: for a minute, or until they have come back, those are waited for who would
 * know, before the first checkpoint of what may be a second history is signed.
 */
const UNHEARD_WITNESS = `select from audit_sequencer q, audit_witness w, (select max(signed_at) as at from audit_checkpoint) last
  where q.since - last.at > interval '3 minutes' and clock_timestamp() - q.since < interval '1 minute'
    and w.cosigned_at > last.at - interval '1 hour' and w.cosigned_at < q.since`

/**
 * A key signs what is behind the entry that tells of it and before the entry that tells of the next: another is in use already,
 * or the entry of this one waits for its place.
 */
const NOT_THIS_KEY = `select from (select public_key from server_key where kind = 'checkpoints' order by current_since desc limit 1) k
  where k.public_key <> $6
  union all select from audit_queue w join audit_entry e on e.id = w.entry_id
  where e.action = 'key.registered' and e.target_id like 'checkpoints/%'`

export interface MadeCheckpoint {
  readonly size: bigint
  readonly note: string
  /** By the database's clock, as entries' times are. */
  readonly madeAtMs: number
}

/**
 * Signs the log as it is now, and tells whoever listens. Null when another process is at
 * the log, when it is behind what was signed, while a loss that agents have found is not declared in it, and for a key that is
 * not the one in use.
 */
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
         where not exists (select from audit_checkpoint where size > $1)
           and not exists (select from audit_loss x left join audit_leaf f on f.entry_id = x.entry_id where f.idx is null)
           and not exists (${UNHEARD_WITNESS})
           and not exists (${NOT_THIS_KEY})
         returning 1)
       select extract(epoch from clock_timestamp())::float8 * 1000 as ms, pg_notify($5, $1::text) from made`,
      [tree.size, ctx.now(), root, note, CHECKPOINT_CHANNEL, Buffer.from(signer.publicKey)],
    )
    return rows[0] === undefined ? null : { size: tree.size, note, madeAtMs: rows[0].ms }
  })
}
