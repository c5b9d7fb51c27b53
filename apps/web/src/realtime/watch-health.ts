import type { Timer } from '@counterfoil/services/clock'
import { lookAtHealth, NO_MEMORY } from '@counterfoil/services/device-health'
import type { HubParts } from './hub-parts.ts'
import { watchJob } from './watch-job.ts'

/** A terminal that its agent says does not answer is seen within 15 s, a store that is gone within 30. */
export const HEALTH_LOOK_MS = 5_000
/** A database that was away is not asked at once by everybody. */
const RETRY_MS = 15_000

/** Looks at how every terminal, agent and store is; of several hubs one does at a time. */
export function watchHealth(parts: Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics'>): { close(): Promise<void> } {
  const { pool, clock, newId, log } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()) }
  let memory = NO_MEMORY
  let timer: Timer | null = null
  let running: Promise<void> = Promise.resolve()
  let closed = false
  let troubled = false

  async function round(): Promise<void> {
    const done = await lookAtHealth(ctx, memory)
    if (done === null) return
    memory = done.memory
    const { begun, ended } = done.changed
    if (begun + ended > 0) log.info({ begun, ended }, 'devices became unwell or well')
  }

  function run(): void {
    running = watchJob(parts, 'device_health', round)
      .then(() => {
        troubled = false
        return HEALTH_LOOK_MS
      })
      .catch((error: unknown) => {
        if (!troubled) log.warn({ err: error }, 'how devices are could not be looked at; it is tried again')
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
