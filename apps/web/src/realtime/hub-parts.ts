import type { Change } from '@counterfoil/db/connections'
import type { ArchiveFolder } from '@counterfoil/services/audit-archives'
import type { Clock } from '@counterfoil/services/clock'
import type { EvidenceFolder } from '@counterfoil/services/evidence'
import type { ForeignWitness, WitnessedLogs } from '@counterfoil/services/foreign-witnesses'
import type { RunReport } from '@counterfoil/services/funds'
import type { HubKeys } from '@counterfoil/services/vault'
import type { SigningKey } from '@counterfoil/updates/repository'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { LiveViewer } from './live/find-viewer.ts'
import type { HubMetrics } from './metrics.ts'
import type { RedisLink } from './nodes/connect-redis.ts'
import type { AlertSettings } from './operations/alert-settings.ts'
import type { Machine } from './operations/read-machine.ts'

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
  /** Host and port, by which one that was started again is known. */
  readonly address?: string
  /** The line to the other hubs; null where this is the only one. Closed by whoever made it, after the hub. */
  readonly redis: RedisLink | null
  /** Where files of banks and acquirers are put for the hub to take. */
  readonly fundsFolder?: string | null
  readonly dashboardOrigins: readonly string[]
  /** Where old months of the log go; null where they stay in the database. */
  readonly archives: ArchiveFolder | null
  /** Where evidence packages go; null where none are made. */
  readonly evidence: EvidenceFolder | null
  /** Versions for agents, and the key that renews their list; absent where agents are given none. */
  readonly updates?: { readonly folder: string; readonly online: SigningKey | null } | null
  /** The hub's own keys, the current ones first. In no other process. */
  readonly keys: readonly [current: HubKeys, ...before: HubKeys[]]
  /** Outside of the chain: who is asked to countersign this hub's log, and whose logs this hub countersigns. */
  readonly witnesses: readonly ForeignWitness[]
  readonly witnessedLogs: WitnessedLogs
  /** What the dashboard tells: ids of rows that changed, and each time listening begins anew. */
  readonly subscribeToChanges: (
    onChange: (change: Change) => void,
    onResync: () => void,
  ) => { readonly close: () => Promise<void> }
  /** Matches payments with what came, away from the thread that acknowledges. */
  readonly matchFunds: () => Promise<RunReport | null>
  /** What the hub may see of its machine; absent where nobody watches it. */
  readonly machine?: Machine
  /** Whether this hub looks at how devices are; absent where nobody asks. */
  readonly watchesHealth?: boolean
  /** By which rules the hub raises alerts, and whom it tells; absent where it raises none. */
  readonly alerts?: AlertSettings
  /** Lets other machines read how the hub is inside; null: this one only. */
  readonly metricsToken?: string | null
  readonly findViewer: (cookieHeader: string | undefined) => Promise<LiveViewer | null>
}
