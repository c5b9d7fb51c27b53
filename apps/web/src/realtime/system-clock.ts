import type { Clock } from '@counterfoil/services/clock'

/** The machine's own time; made in `main.ts` and passed on. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  startTimer(delayMs, fire) {
    const timer = setTimeout(fire, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}
