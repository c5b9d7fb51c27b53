import type { AgentNow, LivePayment, MethodSum, StoreDay, TerminalNow } from '@counterfoil/protocol'

/** What the registry adds to a terminal's condition; deltas never change it. */
export interface LiveTerminal extends TerminalNow {
  readonly protocol: string
  readonly label: string | null
  /** e.g. `ZVT stand-in`. */
  readonly note: string | null
}

/** [minute as ms, currency, sales minor, payments, approved, declined, cancelled]: the tuple of `StoreDelta.minutes`. */
export type MinuteSums = readonly [number, string, number, number, number, number, number]

/** A payment whose outcome nobody knows yet. */
export interface OpenUnknown {
  readonly id: string
  readonly amountMinor: number
  readonly currency: string
  readonly openedAtMs: number
  readonly stage: string | null
}

/** Everything *Live* holds of one store; `rev` is the number the next delta must follow. */
export interface LiveStore {
  readonly storeId: number
  readonly code: string
  readonly name: string
  /** BCP 47 language of the name, for `lang` attributes. */
  readonly nameLang: string
  readonly country: string
  readonly region: string
  readonly city: string
  readonly currency: string
  readonly timeZone: string
  readonly rev: number
  readonly recordedAtMs: number
  /** The store's own business day at the moment of the snapshot, and the instants it began and ends. */
  readonly businessDate: string
  readonly dayStartMs: number
  readonly dayEndMs: number
  readonly days: readonly StoreDay[]
  readonly minutes: readonly MinuteSums[]
  readonly methods: readonly MethodSum[]
  readonly unknowns: readonly OpenUnknown[]
  readonly terminals: readonly LiveTerminal[]
  readonly agents: readonly AgentNow[]
}

/** One page of stores, read in one transaction: revs and figures belong together. */
export interface LiveSnapshot {
  /** The clock the figures were taken at, ms. */
  readonly takenAtMs: number
  /** `minutes` are complete from here on. */
  readonly minutesFromMs: number
  readonly stores: readonly LiveStore[]
  /** Newest first. */
  readonly payments: readonly LivePayment[]
  /** Pass as `after` for the next page; null on the last one. */
  readonly next: number | null
}
