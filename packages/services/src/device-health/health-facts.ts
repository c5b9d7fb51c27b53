import type { HealthCode, HealthSeverity } from './health-codes.ts'

/** What is known of a terminal at work whose device is active. */
export interface TerminalFacts {
  readonly terminalId: number
  readonly storeId: number
  readonly agentConnected: boolean
  readonly condition: string | null
  readonly reason: string | null
  readonly code: string | null
  readonly text: string | null
  readonly conditionSinceMs: number | null
  /** What the inventory has, where the port tells another. */
  readonly knownSerial: string | null
  readonly toldSerial: string | null
  readonly serialDiffers: boolean
  /** Payments whose outcome nobody knows. */
  readonly unknownCount: number
  readonly unknownSinceMs: number | null
  readonly needsPerson: boolean
  readonly sales: SalesFacts | null
}

/** What it sold of late, beside what it usually sells at these hours of the week. */
export interface SalesFacts {
  readonly lastApprovedAtMs: number | null
  /** The oldest payment without any outcome. */
  readonly openSinceMs: number | null
  /** How many full weeks its normal is made of. */
  readonly weeks: number
  /** Approvals that usually come in the time since the last one, of twelve hours at most. */
  readonly expectedSince: number
  /** Of the last hours. */
  readonly approved: number
  readonly declined: number
  /** Of four weeks. */
  readonly usualApproved: number
  readonly usualDeclined: number
  /** Bytes of the last hour that the driver could not read, and answers that were not those of the payment asked for. */
  readonly faults: number
}

export interface AgentFacts {
  readonly agentId: number
  readonly storeId: number
  readonly name: string
  readonly state: string
  readonly version: string
  /** Null: it was never here. */
  readonly connected: boolean | null
  readonly presenceSinceMs: number | null
  readonly waiting: number
  readonly oldestMs: number
  readonly diskFreeBytes: number | null
  readonly diskSizeBytes: number | null
  readonly vitalsAtMs: number | null
  readonly troubles: readonly { readonly code: string; readonly sinceMs: number; readonly detail: string }[]
  /** Agents of its store that were ever here, and those of them that are now. */
  readonly storeAgents: number
  readonly storeConnected: number
  readonly storeTerminals: number
}

export interface HealthFacts {
  readonly terminals: readonly TerminalFacts[]
  readonly agents: readonly AgentFacts[]
  readonly newestVersion: string | null
}

/** What is wrong, since when, and the figures that say so. */
export interface Finding {
  readonly code: HealthCode
  readonly severity: HealthSeverity
  readonly storeId: number
  readonly terminalId: number | null
  readonly agentId: number | null
  readonly sinceMs: number
  readonly figures: Readonly<Record<string, string | number | null>>
}
