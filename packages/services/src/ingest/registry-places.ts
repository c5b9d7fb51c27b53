import type { StoreHours } from './business-day.ts'

/** Where one of an agent's terminals stands now. */
export interface TerminalPlace {
  readonly terminalId: number
  readonly laneId: number
  readonly lane: string
  /** The agent's own name of it. */
  readonly key: string
}

/** Whose terminals they are. */
export interface RegistryAgent {
  readonly id: number
  readonly storeId: number
}

export interface StorePlace {
  readonly id: number
  readonly code: string
  readonly name: string
  readonly country: string
  readonly region: string
  readonly currency: string
  readonly hours: readonly StoreHours[]
}
