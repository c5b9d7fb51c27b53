import type { Clock } from '@counterfoil/terminals'

/** Ends a pause before its time. */
export interface Bell {
  ring(): void
  /** Resolves after `delayMs`, at the ring or at `stop`, whichever is first; true if it was rung since the last pause began. */
  pause(delayMs: number, stop: AbortSignal): Promise<boolean>
}

/** Silent until it is rung; a ring that nobody waits for ends the next pause. */
export function createBell(clock: Pick<Clock, 'startTimer'>): Bell {
  let rung = false
  let wake: () => void = () => undefined
  return {
    ring() {
      rung = true
      wake()
    },
    pause: (delayMs, stop) =>
      new Promise((resolve) => {
        const timer = clock.startTimer(delayMs, () => wake())
        wake = () => {
          timer.cancel()
          stop.removeEventListener('abort', wake)
          wake = () => undefined
          const early = rung
          rung = false
          resolve(early)
        }
        stop.addEventListener('abort', wake, { once: true })
        if (rung || stop.aborted) wake()
      }),
  }
}
