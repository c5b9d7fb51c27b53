import { Worker } from 'node:worker_threads'
import type { Plant } from './plants.ts'
import type { SeedResult } from './run-seed.ts'
import type { SeedOrder, SeedReport } from './worker.ts'

export interface SeedsOptions {
  readonly from: number
  readonly seeds: number
  readonly workers: number
  readonly plant?: Plant | undefined
  readonly onResult: (result: SeedResult) => void
}

/** Runs a range of seeds, shared out to worker threads. Rejects when the simulator itself fails. */
export async function runSeeds({ from, seeds, workers, plant, onResult }: SeedsOptions): Promise<void> {
  const lanes = Array.from({ length: Math.min(workers, seeds) }, (_, lane) => {
    const order: SeedOrder = { from: from + lane, count: seeds - lane, every: Math.min(workers, seeds), plant }
    return runLane(order, onResult)
  })
  await Promise.all(lanes)
}

async function runLane(order: SeedOrder, onResult: (result: SeedResult) => void): Promise<void> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { execArgv: ['--disable-warning=ExperimentalWarning'] })
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('error', reject)
      worker.on('message', (report: SeedReport) => {
        if ('failed' in report) reject(new Error(report.failed))
        else if ('done' in report) resolve()
        else onResult(report)
      })
      worker.postMessage(order)
    })
  } finally {
    await worker.terminate()
  }
}
