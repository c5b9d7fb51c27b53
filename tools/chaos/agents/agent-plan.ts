/** One store's agent: where its files are and what it is connected to. */
export interface AgentPlan {
  readonly store: string
  readonly dataDir: string
  /** The hub's addresses, the preferred one first. */
  readonly hubUrls: readonly string[]
  readonly terminalPort: number
  readonly tillPort: number
  readonly tillToken: string
}

/** Several agents in one process, which is killed as one. */
export interface HostPlan {
  readonly agents: readonly AgentPlan[]
  readonly acknowledgementsFile: string
}

/** The hub's word to an agent: everything up to `highWater` is in the record, and `head` is the chain's hash there. */
export interface AcknowledgementLine {
  readonly store: string
  readonly epoch: number
  readonly highWater: number
  readonly head: string
}

/** As patient as a ZVT terminal needs, as quick as a run of a minute or two allows. */
export const TERMINAL_SETTINGS = {
  currency: 'EUR',
  inquiryTries: 8,
  timers: { t3: 3_000, busyPoll: 1_000, retry: 1_000, inquiryFirst: 500, inquiryMax: 3_000 },
}
