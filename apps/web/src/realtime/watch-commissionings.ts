import type { Timer } from '@counterfoil/services/clock'
import { lookAtCommissionings } from '@counterfoil/services/commissioning'
import type { HubParts } from './hub-parts.ts'
import { watchJob } from './watch-job.ts'

/** Somebody stands in the store and waits for it. */
const EVERY_MS = 2_000
const RETRY_MS = 15_000

/** Looks for what is to be observed of stores whose tests were begun; of several hubs one looks at one store at a time. */
export function watchCommissionings(parts: Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics'>): {
  close(): Promise<void>
} {
  const { pool, clock, newId, log } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()) }
  let timer: Timer | null = null
  let running: Promise<void> = Promise.resolve()
  let closed = false
  let troubled = false

  async function round(): Promise<void> {
    const observed = await lookAtCommissionings(ctx)
    if (observed > 0) log.info({ observed }, 'tests of stores were observed')
  }

  function run(): void {
    running = watchJob(parts, 'commissioning', round)
      .then(() => {
        troubled = false
        return EVERY_MS
      })
      .catch((error: unknown) => {
        if (!troubled) log.warn({ err: error }, 'tests of stores could not be looked at; it is tried again')
        troubled = true
        return RETRY_MS
      })
      .then((waitMs) => {
        if (!closed) timer = clock.startTimer(waitMs, run)
      })
  }

  run()
  return {
    async close() {
      closed = true
      timer?.cancel()
      await running
    },
  }
}
