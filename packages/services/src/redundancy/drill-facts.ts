import type { EventRef } from '../commissioning/index.ts'

/** What the record says of a store since one of its drills was begun. */
export interface DrillFacts {
  /** Of the command the agent was sent; null for the other drills. */
  readonly command: { readonly state: string; readonly outcome: string | null; readonly code: string | null } | null
  /** Of the agent that was asked, the oldest first. */
  readonly moves: readonly MoveFact[]
  /** Of the main terminal, the oldest first. */
  readonly cables: readonly CableFact[]
  /** Approved and final, the oldest first. */
  readonly sales: readonly SaleFact[]
  /** What each agent recorded since, by its enrolment. */
  readonly runs: readonly RunFact[]
  /** How long the store's agents were away in it, all together. */
  readonly awayMs: number
}

export interface MoveFact {
  readonly cause: string
  readonly place: number
  readonly address: string
  readonly event: EventRef
}

export interface CableFact {
  readonly reason: string
  readonly gone: EventRef
  /** Null while it is still away. */
  readonly back: EventRef | null
}

export interface SaleFact {
  readonly lane: string
  /** As the contracts have it; null until that was worked out. */
  readonly acquirer: string | null
  readonly paymentId: string
  readonly amountMinor: number
  readonly currency: string
  readonly event: EventRef
}

/** Numbers of an agent's events that came since. */
export interface RunFact {
  readonly agentId: number
  readonly epoch: number
  readonly firstSeq: number
  readonly lastSeq: number
  readonly events: number
}

export const NO_FACTS: DrillFacts = { command: null, moves: [], cables: [], sales: [], runs: [], awayMs: 0 }
