import type { Clock, Timer } from '@counterfoil/terminals'
import type { ConnectPath } from './hub-path.ts'
import type { RefusalCause } from './refusal-cause.ts'

/** A hub that was not spoken to. */
export interface HubRefusal {
  readonly address: string
  readonly cause: RefusalCause
  /** A sentence for people. */
  readonly detail: string
}

export interface RefusalBook {
  note(refusal: HubRefusal): void
  /** Writes down what is still held back. */
  stop(): void
}

export interface CountedRefusal extends HubRefusal {
  readonly kind: 'agent.refused_hub'
  readonly count: number
  readonly fromMs: number
  readonly toMs: number
}

const EVERY_MS = 3_600_000

/** Records the first refusal of each cause and address at once and the others counted, once an hour: a bad night fills no disk. */
export function createRefusalBook(clock: Clock, record: (refusal: CountedRefusal) => void): RefusalBook {
  const held = new Map<string, { timer: Timer; unsaid: CountedRefusal | undefined }>()
  let stopped = false

  function write(key: string, refusal: CountedRefusal): void {
    held.set(key, { timer: clock.startTimer(EVERY_MS, () => hourOver(key)), unsaid: undefined })
    record(refusal)
  }

  function hourOver(key: string): void {
    const unsaid = held.get(key)?.unsaid
    if (unsaid === undefined) held.delete(key)
    else write(key, unsaid)
  }

  return {
    note({ address, cause, detail }) {
      if (stopped) return
      const key = `${cause} ${address}`
      const nowMs = clock.nowMs()
      const before = held.get(key)
      const { count, fromMs } = before?.unsaid ?? { count: 0, fromMs: nowMs }
      const refusal = { kind: 'agent.refused_hub', address, cause, detail, count: count + 1, fromMs, toMs: nowMs } as const
      if (before === undefined) write(key, refusal)
      else before.unsaid = refusal
    },
    stop() {
      stopped = true
      for (const { timer, unsaid } of held.values()) {
        timer.cancel()
        if (unsaid !== undefined) record(unsaid)
      }
    },
  }
}

/** The same path, whose refusals are noted, whether it is used or only tried. */
export function notingRefusals(address: string, connect: ConnectPath, note: (refusal: HubRefusal) => void): ConnectPath {
  return (handlers) =>
    connect({
      ...handlers,
      closed(why, failure, refused) {
        if (refused !== undefined) note({ address, cause: refused, detail: why })
        handlers.closed(why, failure)
      },
    })
}
