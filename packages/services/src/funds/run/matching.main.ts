import { parentPort, workerData } from 'node:worker_threads'
import { createPool } from '@counterfoil/db/connections'
import { runMatching } from './run-matching.ts'

const pool = createPool({ url: String(workerData), max: 1 })
try {
  parentPort?.postMessage(await runMatching({ pool, now: () => new Date() }))
} finally {
  await pool.end()
}
