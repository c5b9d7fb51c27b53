import type { Design, EventRef } from '../commissioning/index.ts'
import type { Axis } from './axes.ts'

/** Everything that is known of one store that bears on what it has twice. */
export interface StoreFacts {
  /** What two people agreed last, and when. */
  readonly agreed: { readonly design: Design; readonly atMs: number } | null
  /** Those that are active. */
  readonly agents: readonly AgentFacts[]
  /** As they stand now, by lane. */
  readonly terminals: readonly TerminalFacts[]
  /** Whom its contracts name today, with the day the first of them began to count. */
  readonly acquirers: readonly { readonly acquirer: string; readonly sinceMs: number }[]
  /** Of each spare thing the newest. */
  readonly shown: readonly Shown[]
}

export interface AgentFacts {
  readonly agentId: number
  readonly name: string
  /** Null: it was never here. */
  readonly connected: boolean | null
  /** Addresses it knows its hub by, the preferred one first; none when it has not told. */
  readonly hubs: readonly string[]
  readonly hubsSinceMs: number | null
  /** The one it goes by now, when that is not the first. */
  readonly hubInUse: string | null
}

export interface TerminalFacts {
  readonly terminalId: number
  readonly lane: string
  readonly key: string
  readonly model: string | null
  /** Since when it stands at this lane. */
  readonly sinceMs: number
}

export type ShownKind = 'drill' | 'outage' | 'business'

/** That a spare thing served once. */
export interface Shown {
  readonly axis: Axis
  readonly subject: string
  readonly spare: string
  readonly kind: ShownKind
  readonly drillId: string | null
  readonly shownAtMs: number
  readonly figures: Readonly<Record<string, string | number>>
  readonly events: readonly EventRef[]
}
