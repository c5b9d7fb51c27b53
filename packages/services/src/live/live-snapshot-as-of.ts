import type { LivePayment } from '@counterfoil/protocol'
import type { LiveStore } from './live-snapshot.ts'

/** An agent as the hub saw it then. What waited on its disk is no history: each word of it took the place of the one before. */
export interface AgentThen {
  readonly agentId: number
  readonly connected: boolean
  readonly sinceMs: number
}

/** A store as *Live* showed it. Revisions are left out: no delta follows the past. */
export interface StoreThen extends Omit<LiveStore, 'rev' | 'recordedAtMs' | 'agents'> {
  readonly agents: readonly AgentThen[]
}

/**
 * The live snapshot as it was when everything recorded before `asOfMs` was there and nothing after it. Names of stores,
 * lanes and terminals, and a store's hours, are those of now.
 */
export interface LiveSnapshotAsOf {
  /** A full minute, ms. */
  readonly asOfMs: number
  /** `minutes` are complete from here on. */
  readonly minutesFromMs: number
  readonly stores: readonly StoreThen[]
  /** Newest first. */
  readonly payments: readonly LivePayment[]
  /** Pass as `after` for the next page; null on the last one. */
  readonly next: number | null
}
