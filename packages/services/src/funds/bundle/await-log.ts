import type { Clock } from '../../clock.ts'

const STEP_MS = 500

/** Looks again every half second for as long as the log may take to sign: a hub that runs signs within seconds. */
export function openLogWait(clock: Pick<Clock, 'startTimer'>, mostMs: number): () => Promise<boolean> {
  let waitedMs = 0
  return async () => {
    if (waitedMs >= mostMs) return false
    waitedMs += STEP_MS
    await new Promise<void>((resolve) => clock.startTimer(STEP_MS, resolve))
    return true
  }
}
