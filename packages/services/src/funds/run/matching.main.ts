import { parentPort, workerData } from 'node:worker_threads'
import { createPool } from '@counterfoil/db/connections'
import type { MatchingOrder } from './match-in-thread.ts'
import { runMatching } from './run-matching.ts'

const { databaseUrl, nowMs }: MatchingOrder = workerData
const pool = createPool({ url: databaseUrl, max: 1 })
try {
  parentPort?.postMessage(await runMatching({ pool, now: () => (nowMs === undefined ? new Date() : new Date(nowMs)) }))
} finally {
  await pool.end()
}
