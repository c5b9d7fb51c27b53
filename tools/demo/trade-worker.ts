import { parentPort } from 'node:worker_threads'
import { openOutbox } from '@counterfoil/agent'
import { findProtocol } from '@counterfoil/terminals/registry'
import { demoStores } from './chain.ts'
import { type HistoryEvent, tradeHistory } from './history.ts'
import type { TradeJob } from './trade-in-worker.ts'

/** Events written to the outbox in one durable transaction. */
const CHUNK = 500

parentPort?.on('message', (job: TradeJob) => {
  tradeStore(job)
  parentPort?.postMessage('traded')
})

function tradeStore(job: TradeJob): void {
  const store = demoStores.find(({ code }) => code === job.storeCode)
  const protocol = findProtocol('zvt')
  if (store === undefined || protocol === undefined) throw new Error(`no store ${job.storeCode} or no protocol zvt`)
  const outbox = openOutbox({ path: job.outboxPath, epoch: job.epoch })
  let chunk: HistoryEvent[] = []
  const emit = (event: HistoryEvent) => {
    chunk.push(event)
    if (chunk.length < CHUNK) return
    outbox.append(chunk)
    chunk = []
  }
  try {
    tradeHistory(store, { protocol, fromMs: job.fromMs, toMs: job.toMs, emit })
    if (chunk.length > 0) outbox.append(chunk)
  } finally {
    outbox.close()
  }
}
