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
  const link = createHubLink({ ...options, version: AGENT_VERSION })
  const startedMs = clock.monotonicMs()
  return new Promise((resolve) => {
    const look = () => {
      const left = outbox.lastSeq() - outbox.deliveredSeq()
      // Connected at least once: the hub itself says that it has everything.
      const over = left === 0 && link.status().connected
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
