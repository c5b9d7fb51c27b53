import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export interface TradeJob {
  readonly storeCode: string
  readonly outboxPath: string
  readonly epoch: number
  readonly fromMs: number
  readonly toMs: number
}

export interface TradeWorker {
  /** Trades one store's history into its outbox. */
  trade(job: TradeJob): Promise<void>
  close(): Promise<void>
}

/** A thread that trades one store after the other. */
export function startTradeWorker(): TradeWorker {
  const worker = new Worker(new URL('./trade-worker.ts', import.meta.url))
  const failed = once(worker, 'error').then(([error]) => {
    throw error
  })
  failed.catch(() => {})
  return {
    async trade(job) {
      worker.postMessage(job)
      await Promise.race([once(worker, 'message'), failed])
    },
    close: async () => void (await worker.terminate()),
  }
}
