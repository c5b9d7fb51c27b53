import { workerData } from 'node:worker_threads'
import { openOutbox } from '@counterfoil/agent'
import { findProtocol } from '@counterfoil/terminals/registry'
import { demoStores } from './chain.ts'
import { type HistoryEvent, tradeHistory } from './history.ts'
import type { TradeJob } from './trade-in-worker.ts'

/** Events written to the outbox in one durable transaction. */
const CHUNK = 500

const job = workerData as TradeJob
const store = demoStores.find(({ code }) => code === job.storeCode)
const protocol = findProtocol('zvt')
if (store === undefined || protocol === undefined) throw new Error(`no store ${job.storeCode} or no protocol zvt`)

const outbox = openOutbox({ path: job.outboxPath, epoch: job.epoch })
let chunk: HistoryEvent[] = []
tradeHistory(store, {
  protocol,
  fromMs: job.fromMs,
  toMs: job.toMs,
  emit: (event) => {
    chunk.push(event)
    if (chunk.length < CHUNK) return
    outbox.append(chunk)
    chunk = []
  },
})
if (chunk.length > 0) outbox.append(chunk)
outbox.close()
