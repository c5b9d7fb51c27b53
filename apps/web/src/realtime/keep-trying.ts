import type { Clock, Timer } from '@counterfoil/services/clock'

export interface Trying {
  /** Tries no more; resolves when what is under way has ended. */
  close(): Promise<void>
}

/** Does something once, as soon as it can be done: what the database must be there for. */
export function keepTrying(
  work: () => Promise<void>,
  {
    clock,
    everyMs,
    onFailure,
  }: { readonly clock: Clock; readonly everyMs: number; readonly onFailure: (error: unknown) => void },
): Trying {
  let timer: Timer | null = null
  let closed = false
  let running = Promise.resolve()

  function run(): void {
    running = work().catch((error: unknown) => {
      onFailure(error)
      if (!closed) timer = clock.startTimer(everyMs, run)
    })
  }

  run()
  return {
    close() {
      closed = true
      timer?.cancel()
      return running
    },
  }
}
