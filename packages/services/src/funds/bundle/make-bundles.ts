import type { ActContext } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { isServiceError } from '../../errors.ts'
import type { EvidenceFolder } from '../../evidence/index.ts'
import { type BundleParts, type BundleQuestion, writeBundle } from './write-bundle.ts'

/** Whoever makes bundles holds this advisory lock; any number, the same in every process. */
const BUNDLE_LOCK = 4_017_035

interface MakingParts extends Pick<BundleParts, 'opener'> {
  readonly folder: EvidenceFolder
  /** Begins anew for each bundle. */
  readonly openLogWait: () => BundleParts['awaitLog']
}

/** Makes the bundles that are asked for, one after the other; of several hubs that look at once, one. Returns how many. */
export async function makeBundles(ctx: Pick<ServiceContext, 'pool'> & ActContext, parts: MakingParts): Promise<number> {
  const client = await ctx.pool.connect()
  let broken = true
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [BUNDLE_LOCK])
    if (rows[0]?.got !== true) {
      broken = false
      return 0
    }
    let made = 0
    for (let next = await findWaiting(ctx); next !== undefined; next = await findWaiting(ctx)) {
      await makeOne(ctx, parts, next)
      made += 1
    }
    await client.query('select pg_advisory_unlock($1)', [BUNDLE_LOCK])
    broken = false
    return made
  } finally {
    // A connection that is closed gives the lock back.
    client.release(broken)
  }
}

async function findWaiting({ pool }: Pick<ServiceContext, 'pool'>): Promise<BundleQuestion | undefined> {
  const { rows } = await pool.query<BundleQuestion>(
    `select b.id, b.first_day::text as "from", b.last_day::text as "to", b.acquirer, b.store_code as store, u.name as "madeBy"
     from funds_bundle b join "user" u on u.id = b.asked_by where b.made_at is null and b.failed_at is null order by b.asked_at, b.id limit 1`,
  )
  return rows[0]
}

async function makeOne(
  ctx: Pick<ServiceContext, 'pool'> & ActContext,
  { opener, folder, openLogWait }: MakingParts,
  question: BundleQuestion,
): Promise<void> {
  try {
    const { root, records, bytes, sha256 } = await folder.write(question.id, (write) =>
      writeBundle(ctx, { opener, awaitLog: openLogWait() }, question, write),
    )
    await ctx.pool.query('update funds_bundle set made_at = $2, root = $3, records = $4, bytes = $5, sha256 = $6 where id = $1', [
      ...[question.id, ctx.now(), Buffer.from(root, 'hex'), records, bytes],
      Buffer.from(sha256, 'hex'),
    ])
  } catch (error) {
    // What the services refuse is told to whoever asked; what may be otherwise in a moment, and anything else, is tried again.
    if (!isServiceError(error) || error.code === 'unavailable') throw error
    await ctx.pool.query('update funds_bundle set failed_at = $2, trouble = $3 where id = $1', [
      question.id,
      ctx.now(),
      error.message.slice(0, 1_000),
    ])
  }
}
