import { randomBytes } from 'node:crypto'
import { systemClock } from '@counterfoil/terminals'
import { connectPath } from '../link/connect-path.ts'
import { createHubPaths } from '../link/hub-paths.ts'
import type { HubTransport } from '../link/hub-transport.ts'
import type { Identity } from '../link/identity.ts'
import type { IdentityKeys } from '../link/identity-keys.ts'
import type { Log } from '../log.ts'
import { createIdSource } from '../new-id.ts'
import type { DeliverOptions } from './deliver-outbox.ts'

/** How one identity gets to its hub, and proves itself there. */
export type DeliveryWay = Pick<DeliverOptions, 'keys' | 'connectHub' | 'random' | 'boot'>

export interface DeliveryWayGiven {
  readonly identity: Identity
  readonly keys: IdentityKeys
  /** Of its hub, the preferred one first. */
  readonly addresses: readonly string[]
  readonly transport: HubTransport
  readonly random: () => number
  readonly log: Log
}

/** The way of a command or of a running agent: over the network, by the system's clock. */
export function deliveryWay({ identity, keys, addresses, transport, random, log }: DeliveryWayGiven): DeliveryWay {
  const { connectHub } = createHubPaths({
    addresses,
    hubId: identity.hubId,
    clock: systemClock,
    connectPath: (way) => connectPath(way, systemClock, transport),
    log,
    onChange() {},
  })
  return { keys, connectHub, random, boot: createIdSource(systemClock.nowMs, randomBytes)() }
}
