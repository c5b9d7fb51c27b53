import type { SeenStore } from './seen-store.ts'

/** One event of the record, so that anybody can find it again and see that it is the one. */
export interface EventRef {
  readonly agentId: number
  readonly epoch: number
  readonly seq: number
  readonly kind: string
  /** The agent's clock, and the database's. */
  readonly atMs: number
  readonly recordedAtMs: number
  /** SHA-256, hexadecimal. */
  readonly hash: string
}

/** An approved and final sale of a terminal of this store, of after the tests were begun. */
export interface SaleFact {
  readonly lane: string
  readonly paymentId: string
  readonly method: string | null
  readonly amountMinor: number
  readonly currency: string
  readonly basket: boolean
  readonly cashier: boolean
  /** Its end, as the agent told it. */
  readonly event: EventRef
}

/** A terminal's port was gone, and it was ready again. */
export interface CableFact {
  readonly lane: string
  readonly reason: string
  readonly gone: EventRef
  readonly back: EventRef
}

export interface TotalsFact {
  readonly lane: string
  readonly amountMinor: number
  readonly currency: string
  readonly event: EventRef
}

/** A stretch in which an agent was not connected, and what it recorded in it. */
export interface OutageFact {
  readonly agentId: number
  readonly fromMs: number
  readonly untilMs: number
  readonly events: number
  readonly payments: number
  readonly first: EventRef | null
  readonly last: EventRef | null
}

export interface AgentFact {
  readonly agentId: number
  /** The join number that it confirmed last; null before its first greeting. */
  readonly joinNumber: number | null
  readonly keySinceMs: number
  /** SHA-256 of its key, hexadecimal. */
  readonly keyHash: string
  readonly clockTrouble: boolean
  /** The event of it that came soonest after its own time: how far its clock is off at most. */
  readonly clock: EventRef | null
  /** Since the tests were begun. */
  readonly events: number
  readonly cardNumbers: number
  /** Its newest start. */
  readonly started: EventRef | null
}

export interface TestFacts {
  readonly seen: SeenStore
  readonly sales: readonly SaleFact[]
  readonly cables: readonly CableFact[]
  readonly totals: readonly TotalsFact[]
  readonly outages: readonly OutageFact[]
  readonly agents: readonly AgentFact[]
}
