import { ensurePartitions } from '@counterfoil/db'
import { applyMigrations } from '@counterfoil/db/migrate'
import type { Batch } from '@counterfoil/protocol'
import type { ServiceContext } from '@counterfoil/services'
import { createIngest, nothingToSeal } from '@counterfoil/services/ingest'
import { ensureInstallation } from '@counterfoil/services/installation'
import { systemClock } from '@counterfoil/terminals/system-clock'
import type { BenchAgent } from '../agents/bench-agent.ts'
import { benchStores, type EnrolledStore, enrolStores } from '../enrolled-store.ts'
import { createBatchSigner, cutIntoBatches } from '../signed-batches.ts'
import { withContext } from '../with-context.ts'
import { tradeDay } from './trade.ts'

/** One store's agent with everything it will send, signed. */
export interface PreparedAgent extends EnrolledStore {
  readonly bench: BenchAgent
}

/** This share of each stream is sent before the clock starts, so that both sides run on warm code, plans and pages. */
const WARM_UP_SHARE = 0.3

/**
 * Fills the template database: stores, agents, terminals and the opening of every stream, through the real ingest. What is
 * measured afterwards starts from the same rows on both sides.
 */
export async function prepareChain(
  url: string,
  { stores, paymentsPerStore }: { readonly stores: number; readonly paymentsPerStore: number },
): Promise<PreparedAgent[]> {
  await applyMigrations({ url })
  return withContext(url, async (ctx) => {
    await ensurePartitions(ctx.pool)
    await ensureInstallation(ctx, { kind: 'demo', name: 'Benchmark', reportingCurrency: 'EUR' })
    const enrolled = await enrolStores(ctx, benchStores(stores, paymentsPerStore))
    const toMs = ctx.now().getTime()
    const prepared: PreparedAgent[] = []
    const openings: { readonly from: EnrolledStore; readonly batches: readonly Batch[] }[] = []
    for (const from of enrolled) {
      const { opening, day } = tradeDay(from.store, toMs)
      const { uid, epoch } = from.agent
      const signer = createBatchSigner({ uid, epoch, privateKey: from.privateKey })
      openings.push({ from, batches: cutIntoBatches(opening).map(signer.sign) })
      const { lastSeq, head } = signer
      const batches = cutIntoBatches(day).map(signer.sign)
      const warmUp = Math.ceil(batches.length * WARM_UP_SHARE)
      prepared.push({ ...from, bench: { uid, epoch, privateKey: from.privateKey, lastSeq, head, batches, warmUp } })
    }
    await deliver(ctx, openings)
    await ctx.pool.query('analyze')
    return prepared
  })
}

async function deliver(
  ctx: ServiceContext,
  openings: readonly { readonly from: EnrolledStore; readonly batches: readonly Batch[] }[],
): Promise<void> {
  const connected = Promise.withResolvers<void>()
  const ingest = createIngest({
    pool: ctx.pool,
    clock: systemClock,
    newId: ctx.newId,
    sealer: nothingToSeal,
    onConnection: (up) => up && connected.resolve(),
  })
  await connected.promise
  try {
    for (const { from, batches } of openings) {
      for (const batch of batches) {
        const answer = await ingest.submit(from.agent, batch)
        if (!answer.ok) throw new Error(`the ingest refused the opening of store ${from.store.code}: ${answer.message}`)
      }
    }
  } finally {
    await ingest.close()
  }
}
