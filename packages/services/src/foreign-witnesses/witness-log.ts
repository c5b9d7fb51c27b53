import {
  addCheckpoint,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  type SignerKey,
  type WitnessAnswer,
} from '@counterfoil/audit'
import type pg from 'pg'
import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import type { WitnessedLogs } from './witness-settings.ts'

export interface WitnessDuty {
  readonly logs: WitnessedLogs
  readonly witness: SignerKey
}

type Context = Pick<ServiceContext, 'pool'> & ActContext

interface SeenRow {
  readonly size: string
  readonly root: Buffer
}

/** So many different refused trees of one log are kept: the first is proof enough. */
const MOST_REFUSALS = 100

/**
 * Another log's `add-checkpoint`: decided, and remembered in the same transaction, so that of two requests at once one sees what
 * the other left. What a log signed and cannot prove is kept as evidence, and recorded. The answer leaves after the commit.
 */
export async function witnessLog(ctx: Context, body: Uint8Array, { logs, witness }: WitnessDuty): Promise<WitnessAnswer> {
  const keys = { logs, witness, timeSeconds: BigInt(Math.floor(ctx.now().getTime() / 1_000)) }
  // Who may not ask at all costs the database nothing.
  const first = addCheckpoint(new Map(), body, keys)
  if (first.status === 400 || first.status === 403 || first.status === 404) return first
  const asked = readAsked(body)
  return inTransaction(ctx, async (client) => {
    const { origin, size, root, note } = asked
    // A lock on the name: the row may not be there yet.
    await client.query(`select pg_advisory_xact_lock(hashtextextended('witnessed_log ' || $1, 0))`, [origin])
    // Restored from a backup, and nobody has said so yet: what was countersigned since may be forgotten here too.
    const { rowCount: lost } = await client.query('select from audit_loss where entry_id is null')
    if (lost !== 0) throw new ServiceError('unavailable', 'This hub lacks a part of its own log and signs nothing now.')
    const { rows } = await client.query<SeenRow>('select size::text, root from witnessed_log where origin = $1', [origin])
    const [seen] = rows
    const state = new Map(seen === undefined ? [] : [[origin, { size: BigInt(seen.size), root: new Uint8Array(seen.root) }]])
    const answer = addCheckpoint(state, body, keys)
    if (answer.status === 200)
      await client.query(
        `insert into witnessed_log (origin, size, root, note, cosigned_at) values ($1, $2, $3, $4, $5)
         on conflict (origin) do update set size = excluded.size, root = excluded.root, note = excluded.note, cosigned_at = excluded.cosigned_at`,
        [origin, size, root, note, ctx.now()],
      )
    else if (seen !== undefined && isEvidence(answer, asked, seen)) await keepEvidence(ctx, client, { asked, seen, answer, body })
    return answer
  })
}

interface Asked {
  readonly origin: string
  readonly old: bigint
  readonly size: bigint
  readonly root: Buffer
  readonly note: string
}

function readAsked(body: Uint8Array): Asked {
  const asked = parseAddCheckpoint(body)
  const checkpoint = parseCheckpoint(parseNote(asked?.note ?? '')?.text ?? '')
  if (asked === undefined || checkpoint === undefined) throw new Error('a request that was decided cannot be read')
  const { origin, size, root } = checkpoint
  return { origin, old: asked.old, size, root: Buffer.from(root), note: asked.note }
}

/** Signed by the log, and not what was seen before: a failed proof, or another root for the same size. */
function isEvidence({ status }: WitnessAnswer, { old, size, root }: Asked, seen: SeenRow): boolean {
  if (status === 422) return true
  return status === 409 && size === BigInt(seen.size) && old === size && !root.equals(seen.root)
}

async function keepEvidence(
  ctx: Context,
  client: pg.PoolClient,
  given: { readonly asked: Asked; readonly seen: SeenRow; readonly answer: WitnessAnswer; readonly body: Uint8Array },
): Promise<void> {
  const { asked, seen, answer } = given
  const { origin, size, root } = asked
  const why = answer.why ?? ''
  await client.query('update witnessed_log set refused_at = $2 where origin = $1', [origin, ctx.now()])
  const kept = await client.query(
    `insert into witnessed_log_refusal (origin, size, root, at, why, seen_size, seen_root, request)
     select $1, $2, $3, $4, $5, $6, $7, $8 where (select count(*) from witnessed_log_refusal where origin = $1) < ${MOST_REFUSALS}
     on conflict do nothing`,
    [origin, size, root, ctx.now(), why, seen.size, seen.root, Buffer.from(given.body)],
  )
  if (kept.rowCount === 0) return
  await recordAct(ctx, client, {
    action: 'foreign_log.refused',
    target: { type: 'log', id: origin },
    outcome: 'refused',
    reason: answer.status === 422 ? 'not_continued' : 'two_roots',
    before: { size: seen.size, root: seen.root.toString('base64') },
    after: { size: String(size), root: root.toString('base64') },
  })
}
