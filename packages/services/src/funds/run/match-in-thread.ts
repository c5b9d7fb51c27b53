import { totalmem } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { RunReport } from './run-matching.ts'

const MB = 1024 * 1024
/** 300,000 open lines with their payments, at the least. A larger machine may hold more at once: half of it. */
const MEMORY_MB = Math.max(2_048, Math.floor(totalmem() / 2 / MB))
/** Nearly all that is read lives until the end: a small young generation would only carry it to and fro. */
const YOUNG_MB = 96

export interface MatchingOrder {
  readonly databaseUrl: string
  /** When it is; the thread's own clock where nobody says. */
  readonly nowMs?: number | undefined
}

/** One pass in a thread that ends with it: the hub goes on acknowledging meanwhile, and the memory is given back. */
export function matchInThread(databaseUrl: string, nowMs?: number): Promise<RunReport | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./matching.main.ts', import.meta.url), {
      workerData: { databaseUrl, nowMs } satisfies MatchingOrder,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    })
    let report: RunReport | null = null
    worker.on('message', (told: RunReport | null) => {
      report = told
    })
    worker.on('error', reject)
    worker.on('exit', (code) => (code === 0 ? resolve(report) : reject(new Error(`the matching ended with code ${code}`))))
  })
}
