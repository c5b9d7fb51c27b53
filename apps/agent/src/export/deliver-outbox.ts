import type { Clock } from '@counterfoil/terminals'
import { createHubLink, type HubLinkStatus } from '../link/hub-link.ts'
import type { ConnectHub } from '../link/hub-socket.ts'
import type { Identity } from '../link/identity.ts'
import type { IdentityKeys } from '../link/identity-keys.ts'
import type { Log } from '../log.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { AGENT_VERSION } from '../version.ts'

export interface DeliverOptions {
  readonly identity: Identity
  readonly keys: IdentityKeys
  readonly outbox: Outbox
  readonly connectHub: ConnectHub
  readonly clock: Clock
  readonly random: () => number
  readonly boot: string
  readonly log: Log
  readonly stop: AbortSignal
  /** Ends the trying. */
  readonly limitMs: number
}

const LOOK_MS = 100

/** Delivers what is in an outbox and nothing more: no terminal, no till. Resolves when all is delivered, or time is up. */
export function deliverOutbox(options: DeliverOptions): Promise<{ readonly left: number; readonly hub: HubLinkStatus }> {
  const { outbox, clock } = options
  let confirmed: number | undefined
  const link = createHubLink({
    ...options,
    version: AGENT_VERSION,
    outbox: {
      ...outbox,
      acknowledge(highWater, head) {
        const comparison = outbox.acknowledge(highWater, head)
        if (comparison.match === 'same') confirmed = highWater
        return comparison
      },
    },
  })
  const startedMs = clock.monotonicMs()
  return new Promise((resolve) => {
    const look = () => {
      // The hub itself says what it has: restored from a backup, it may lack what was delivered.
      const left = outbox.lastSeq() - (confirmed ?? outbox.deliveredSeq())
      const over = left === 0 && confirmed !== undefined
      if (!over && !options.stop.aborted && clock.monotonicMs() - startedMs < options.limitMs) {
        clock.startTimer(LOOK_MS, look)
        return
      }
      const hub = link.status()
      link.stop()
      resolve({ left, hub })
    }
    link.start()
    look()
  })
}
