import { parentPort } from 'node:worker_threads'
import { createBusinessCalendar } from '@counterfoil/services/ingest'
import type { Plant } from './plants.ts'
import { runSeed, type SeedResult } from './run-seed.ts'
import { createKeys } from './signers.ts'

/** Seeds to run, one after the other; each result is told as it comes. */
export interface SeedOrder {
  readonly from: number
  readonly count: number
  /** Every nth seed, so that several workers share a range. */
  readonly every: number
  readonly plant: Plant | undefined
}

export type SeedReport = SeedResult | { readonly done: true } | { readonly failed: string }

/** One agent's most per run; making keys costs more than a run. */
export const KEYS = 3

const port = parentPort
port?.on('message', async ({ from, count, every, plant }: SeedOrder) => {
  const shared = { keys: createKeys(KEYS), calendar: createBusinessCalendar() }
  try {
    for (let seed = from; seed < from + count; seed += every)
      port.postMessage((await runSeed(seed, shared, { plant })) satisfies SeedReport)
    port.postMessage({ done: true } satisfies SeedReport)
  } catch (error) {
    port.postMessage({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies SeedReport)
  }
})
