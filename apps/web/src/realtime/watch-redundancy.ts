import type { Timer } from '@counterfoil/services/clock'
import { lookAtDrills, lookForBridged } from '@counterfoil/services/redundancy'
import type { HubParts } from './hub-parts.ts'
import { watchJob } from './watch-job.ts'

/** Somebody waits for what a drill shows. */
const DRILLS_EVERY_MS = 2_000
/** What showed by itself can be kept a little later. */
const BRIDGED_EVERY_MS = 300_000
const RETRY_MS = 15_000

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics'>

/** Ends drills that are over, and keeps what shows by itself that something spare serves. */
export function watchRedundancy(parts: Parts): { close(): Promise<void> } {
  const { pool, clock, newId, log } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()) }
  const drills = again(parts, 'drills', DRILLS_EVERY_MS, async () => {
    const ended = await lookAtDrills(ctx)
    if (ended > 0) log.info({ ended }, 'drills of stores have ended')
  })
  const bridged = again(parts, 'redundancy', BRIDGED_EVERY_MS, async () => {
    const kept = await lookForBridged(ctx)
    if (kept > 0) log.info({ kept }, 'spare things of stores were seen to serve')
  })
  return {
    async close() {
      await Promise.all([drills.close(), bridged.close()])
    },
  }
}

function again(parts: Parts, job: 'drills' | 'redundancy', everyMs: number, round: () => Promise<void>) {
  const { clock, log } = parts
  let timer: Timer | null = null
  let running: Promise<void> = Promise.resolve()
  let closed = false
  let troubled = false

  function run(): void {
    running = watchJob(parts, job, round)
      .then(() => {
        troubled = false
        return everyMs
      })
      .catch((error: unknown) => {
        if (!troubled) log.warn({ err: error, job }, 'what stores have twice could not be looked at; it is tried again')
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
