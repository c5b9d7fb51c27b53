import type { Clock } from '@counterfoil/services/clock'

/** Thrown inside a process at the step it dies in; nothing it does afterwards has any effect. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

/** One process of one machine: its clock stops when it dies, and it may be told to die at its nth step. */
export interface ProcessLife {
  readonly alive: boolean
  readonly clock: Clock
  /** Every await and every call that reaches the disk passes here. Throws `Killed` in the step it dies in, and ever after. */
  step(): void
  /** Dies `steps` steps from now. */
  dieAfter(steps: number): void
  kill(): void
}

export function startLife(world: Clock, wallOffsetMs: () => number, onDeath: () => void): ProcessLife {
  let alive = true
  let left = Number.POSITIVE_INFINITY
  const startedMs = world.monotonicMs()

  function kill(): void {
    if (!alive) return
    alive = false
    onDeath()
  }

  return {
    get alive() {
      return alive
    },
    clock: {
      nowMs: () => world.nowMs() + wallOffsetMs(),
      monotonicMs: () => world.monotonicMs() - startedMs,
      startTimer: (delayMs, fire) => world.startTimer(delayMs, () => untilKilled(() => alive && fire())),
    },
    step() {
      left -= 1
      if (left < 0) kill()
      if (!alive) throw new Killed('the process was killed')
    },
    dieAfter(steps) {
      left = steps
    },
    kill,
  }
}

/** Runs what a process does; its death in the midst of it is no error. */
export function untilKilled(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof Killed)) throw error
  }
}
