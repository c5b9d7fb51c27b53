import { formatVerifierKey } from '@counterfoil/audit'
import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import type { ShownCheckpoint } from '../witnesses/shown-checkpoint.ts'
import type { WitnessTrouble } from './foreign-witness-state.ts'
import type { ForeignWitness } from './witness-settings.ts'

type Context = Pick<ServiceContext, 'pool'> & ActContext

/** These say something of the log, not of the line to the witness: they are recorded when they begin. */
const AGAINST_THE_LOG: readonly WitnessTrouble[] = ['behind', 'two_roots', 'inconsistent']

/** It signed: its line stands under that checkpoint, and the next request goes on from there. */
export async function noteCosignature(
  { pool, now }: Pick<ServiceContext, 'pool' | 'now'>,
  { key }: Pick<ForeignWitness, 'key'>,
  { size, signedAtMs }: Pick<ShownCheckpoint, 'size' | 'signedAtMs'>,
  line: string,
): Promise<void> {
  await pool.query(
    `with kept as (
       insert into audit_cosignature (size, signed_at, witness, line, cosigned_at) values ($2, $3, $4, $5, $6) on conflict do nothing)
     update foreign_witness set size = $2, signed_at = $3, cosigned_at = $6, trouble = null, failing_since = null where key = $1`,
    [formatVerifierKey(key), size, new Date(signedAtMs), key.name, line, now()],
  )
}

/** It did not. */
export async function noteWitnessTrouble(
  ctx: Context,
  { key }: Pick<ForeignWitness, 'key'>,
  trouble: WitnessTrouble,
  shown: Pick<ShownCheckpoint, 'size' | 'root'>,
): Promise<void> {
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ trouble: WitnessTrouble | null; size: string }>(
      'select trouble, size::text from foreign_witness where key = $1 for update',
      [formatVerifierKey(key)],
    )
    const [before] = rows
    if (before === undefined) return
    await client.query('update foreign_witness set trouble = $2, failing_since = coalesce(failing_since, $3) where key = $1', [
      formatVerifierKey(key),
      trouble,
      ctx.now(),
    ])
    if (before.trouble === trouble || !AGAINST_THE_LOG.includes(trouble)) return
    await recordAct(ctx, client, {
      action: 'foreign_witness.refused',
      target: { type: 'witness', id: `${key.name}+${key.id}` },
      outcome: 'failed',
      reason: trouble,
      before: { size: before.size },
      after: { size: String(shown.size), root: shown.root },
    })
  })
}
