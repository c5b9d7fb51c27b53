import type { Clock } from '@counterfoil/services/clock'
import { realClock } from '@counterfoil/services/testing'

/** Real time, but for timers of several seconds: those wait until the test lets their time pass. */
export interface SkippingClock extends Clock {
  /** Lets so much time pass at once for every long timer. */
  skip(ms: number): void
}

const LONG_MS = 5_000

export function createSkippingClock(): SkippingClock {
  const long = new Set<{ atMs: number; fire: () => void }>()
  let skippedMs = 0
  return {
    ...realClock,
    startTimer(delayMs, fire) {
      if (delayMs < LONG_MS) return realClock.startTimer(delayMs, fire)
      const timer = { atMs: skippedMs + delayMs, fire }
      long.add(timer)
      return { cancel: () => void long.delete(timer) }
    },
    skip(ms) {
      skippedMs += ms
      for (const timer of [...long]) {
        if (timer.atMs > skippedMs || !long.delete(timer)) continue
        timer.fire()
      }
    },
  }
}
