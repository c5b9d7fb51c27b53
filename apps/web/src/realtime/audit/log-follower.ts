import { followLog } from '@counterfoil/services/audit-review'
import type { Timer } from '@counterfoil/services/clock'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics'>

const MOST_ENTRIES = 256
const ROUND_MS = 1_000

/** Looks at the log by the rules of the daily review, behind the hub that keeps it and never in its way. */
export function followRecord(parts: Parts, leads: () => boolean): { close(): Promise<void> } {
  const { pool, clock, newId, log, metrics } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()) }
  let timer: Timer | null = null
  let closed = false
  let troubled = false
  let running: Promise<void> = Promise.resolve()

  async function round(): Promise<number> {
    if (!leads()) return ROUND_MS
    const { looked, found } = await followLog(ctx, { most: MOST_ENTRIES })
    metrics.reviewLooked.inc(looked)
    metrics.reviewFound.inc(found)
    return looked === MOST_ENTRIES ? 0 : ROUND_MS
  }

  function run(): void {
    running = watchJob(parts, 'log_follower', round)
      .then((waitMs) => {
        troubled = false
        return waitMs
      })
      .catch((error: unknown) => {
        if (!troubled) log.warn({ err: error }, 'the log could not be looked at by the rules; it is tried again')
        troubled = true
        return ROUND_MS
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
