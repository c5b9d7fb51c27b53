import type { TerminalNow } from '@counterfoil/protocol'

export interface StoreAgent {
  readonly agentId: number
  readonly name: string
  readonly hostname: string
  readonly platform: string
  readonly version: string
  readonly state: 'active' | 'revoked' | 'locked'
  readonly epoch: number
  readonly enrolledAtMs: number
  /** null while it never connected. */
  readonly connected: boolean | null
  readonly sinceMs: number | null
  /** Events on the agent's disk that the hub does not hold yet, and the age of the oldest. */
  readonly waiting: number
  readonly oldestMs: number
  readonly highWater: number
}

export interface StoreTerminal {
  readonly terminalId: number
  readonly key: string
  readonly lane: string
  readonly agentId: number
  readonly protocol: string
  readonly link: 'serial' | 'tcp'
  readonly address: string
  readonly label: string | null
  readonly note: string | null
  readonly model: string | null
  readonly serial: string | null
  readonly software: string | null
  readonly tid: string | null
  readonly merchantNumber: string | null
}

/** A span in which a terminal was in one condition; `untilMs` null: it still is. */
export interface ConditionChange {
  readonly terminalId: number
  readonly key: string
  readonly sinceMs: number
  readonly untilMs: number | null
  readonly condition: TerminalNow['condition']
  readonly reason: string | null
  readonly code: string | null
  readonly text: string | null
}

/** Bytes that were no message: only their length, masked head and the reason were kept. */
export interface DiscardedBytes {
  readonly terminalId: number | null
  readonly key: string | null
  readonly atMs: number
  readonly length: number
  readonly head: string
  readonly why: string
}

export interface StoreDetail {
  readonly storeId: number
  readonly code: string
  readonly name: string
  readonly nameLang: string
  readonly country: string
  readonly region: string
  readonly city: string
  readonly currency: string
  readonly legalEntity: string
  readonly timeZone: string
  readonly cutOffMinutes: number
  readonly businessDate: string
  readonly openedOn: string
  readonly closedOn: string | null
  readonly agents: readonly StoreAgent[]
  readonly terminals: readonly StoreTerminal[]
  /** Newest first; payments in progress are left out. */
  readonly changes: readonly ConditionChange[]
  /** The last seven days, newest first. */
  readonly discarded: readonly DiscardedBytes[]
}
