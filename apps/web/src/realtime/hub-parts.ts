import type { Change } from '@counterfoil/db/connections'
import type { Clock } from '@counterfoil/services/clock'
import type { RunReport } from '@counterfoil/services/funds'
import type { HubKeys } from '@counterfoil/services/vault'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { LiveViewer } from './live/find-viewer.ts'
import type { HubMetrics } from './metrics.ts'
import type { RedisLink } from './nodes/connect-redis.ts'

/** What the hub is handed by its composition root; nothing below reaches for the outside by itself. */
export interface HubParts {
  readonly pool: pg.Pool
  readonly clock: Clock
  /** A new UUIDv7. */
  readonly newId: () => string
  /** 0 ≤ x < 1, to spread returning agents. */
  readonly random: () => number
  readonly randomBytes: (count: number) => Buffer
  readonly log: Logger
  readonly metrics: HubMetrics
  /** Of the machine, to tell hub processes apart. */
  readonly hostName: string
  /** The line to the other hubs; null where this is the only one. Closed by whoever made it, after the hub. */
  readonly redis: RedisLink | null
  readonly dashboardOrigins: readonly string[]
  /** The hub's own keys, the current ones first. In no other process. */
  readonly keys: readonly [current: HubKeys, ...before: HubKeys[]]
  /** What the dashboard tells: ids of rows that changed, and each time listening begins anew. */
  readonly subscribeToChanges: (
    onChange: (change: Change) => void,
    onResync: () => void,
  ) => { readonly close: () => Promise<void> }
  /** Matches payments with what came, away from the thread that acknowledges. */
  readonly matchFunds: () => Promise<RunReport | null>
  readonly findViewer: (cookieHeader: string | undefined) => Promise<LiveViewer | null>
}
