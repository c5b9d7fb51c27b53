import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export interface TradeJob {
  readonly storeCode: string
  readonly outboxPath: string
  readonly epoch: number
  readonly fromMs: number
  readonly toMs: number
}

/** Trades one store's history into its outbox, in a thread of its own. */
export async function tradeInWorker(job: TradeJob): Promise<void> {
  const worker = new Worker(new URL('./trade-worker.ts', import.meta.url), { workerData: job })
  const [code] = await once(worker, 'exit')
  if (code !== 0) throw new Error(`trading the history of store ${job.storeCode} failed`)
}
