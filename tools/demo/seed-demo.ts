import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceContext } from '@counterfoil/services'
import { createIngest, nothingToSeal } from '@counterfoil/services/ingest'
import { recordRates } from '@counterfoil/services/rates'
import { addStore } from '@counterfoil/services/stores'
import { systemClock } from '@counterfoil/terminals/system-clock'
import { type DemoStore, demoRates, demoStores } from './chain.ts'
import { deliverHistory } from './deliver-history.ts'
import { enrolDemoAgent } from './enrol-demo-agent.ts'
import { storeFolder } from './store-folder.ts'
import { startTradeWorker } from './trade-in-worker.ts'

const DAY_MS = 86_400_000

export interface SeedOptions {
  /** Where the demo stores' PCs keep their files. */
  readonly folder: string
  readonly days: number
  readonly say: (line: string) => void
  readonly stop: AbortSignal
}

/** Makes the stores of the demo chain that are missing: rates, enrolled agents, and `days` of history; goes on where it was stopped. */
export async function seedDemo(ctx: ServiceContext, options: SeedOptions): Promise<void> {
  const present = new Set((await ctx.db.store.findMany({ select: { code: true } })).map(({ code }) => code))
  const missing = demoStores.filter(({ code }) => !present.has(code))
  if (missing.length === 0) return
  const orphan = missing.map((store) => storeFolder(options.folder, store)).find((folder) => existsSync(folder))
  if (orphan !== undefined) {
    throw new Error(`${orphan} belongs to a demo chain whose database is gone. Delete ${options.folder} and start again.`)
  }
  const startedMs = performance.now()
  options.say(`making the demo chain: ${missing.length} stores and ${options.days} days of trade …`)
  const toMs = ctx.now().getTime()
  const fromMs = toMs - options.days * DAY_MS
  await seedRates(ctx, toMs)
  const ingest = createIngest({ pool: ctx.pool, clock: systemClock, newId: ctx.newId, sealer: nothingToSeal })
  const trader = startTradeWorker()
  let events = 0
  try {
    let delivery: Promise<number> = Promise.resolve(0)
    for (const store of missing) {
      options.stop.throwIfAborted()
      const made = await makeStore(ctx, store, { folder: options.folder, fromMs })
      // One store trades in a thread of its own while the one before it is delivered.
      if (fromMs < toMs)
        await trader.trade({
          storeCode: store.code,
          outboxPath: made.outboxPath,
          epoch: made.identity.epoch,
          fromMs,
          toMs: ctx.now().getTime(),
        })
      events += await delivery
      delivery = deliverHistory(ctx, { ...made, ingest })
      delivery.catch(() => {})
    }
    events += await delivery
  } finally {
    await trader.close()
    await ingest.close()
  }
  options.say(`${events} events from real ZVT bytes, in ${((performance.now() - startedMs) / 1000).toFixed(0)} s`)
}

/** The store itself, its agent's identity, and an empty outbox on "its PC". */
async function makeStore(ctx: ServiceContext, store: DemoStore, { folder, fromMs }: { folder: string; fromMs: number }) {
  const storeId = await addStore(ctx, {
    code: store.code,
    name: store.name,
    nameLang: store.nameLang,
    country: store.country,
    region: store.region,
    city: store.city,
    currency: store.currency,
    timeZone: store.timeZone,
    cutOffMinutes: store.cutOffMinutes,
    legalEntity: store.entity,
    openedOn: new Date(fromMs - 400 * DAY_MS).toISOString().slice(0, 10),
  })
  const dataDir = storeFolder(folder, store)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const identity = await enrolDemoAgent(ctx, { storeId, dataDir })
  return { store, storeId, identity, outboxPath: join(dataDir, 'outbox.db') }
}

async function seedRates(ctx: ServiceContext, toMs: number): Promise<void> {
  const onDate = new Date(toMs - DAY_MS).toISOString().slice(0, 10)
  await recordRates(
    ctx,
    'demo rates',
    demoRates.map((rate) => ({ onDate, ...rate })),
  )
}
