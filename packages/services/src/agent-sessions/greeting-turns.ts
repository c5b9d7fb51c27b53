/** Who is judged at once; the others wait in order, so that a slow database turns nobody away. */
export interface GreetingTurns {
  /** Resolves when it is this greeting's turn; null when too many wait. `leave` ends the turn. */
  enter(): Promise<void> | null
  leave(): void
  readonly waiting: number
}

export function createGreetingTurns({
  atOnce,
  mostWaiting,
}: {
  readonly atOnce: number
  readonly mostWaiting: number
}): GreetingTurns {
  let queue: (() => void)[] = []
  let served = 0
  let judged = 0
  return {
    enter() {
      if (judged < atOnce) {
        judged += 1
        return Promise.resolve()
      }
      if (queue.length - served >= mostWaiting) return null
      return new Promise((resolve) => queue.push(resolve))
    },
    leave() {
      const next = queue[served]
      if (next === undefined) {
        judged -= 1
        return
      }
      served += 1
      if (served === queue.length) {
        queue = []
        served = 0
      }
      // The turn passes on: as many are judged as before.
      next()
    },
    get waiting() {
      return queue.length - served
    },
  }
}
