import type { HubLinkStatus } from './link/hub-link.ts'
import type { Waiting } from './outbox/outbox.ts'
import type { SupervisedStatus } from './terminals/terminal-supervisor.ts'

export interface TerminalNow extends SupervisedStatus {
  readonly key: string
  readonly lane: string
  readonly protocol: string
  readonly address: string
  readonly label: string | undefined
  /** What goes over its line is kept for so much longer. */
  readonly captureLeftMs?: number
}

/** How an agent is, for its till API and for people. */
export interface AgentStatus {
  readonly name: string
  readonly boot: string
  readonly upMs: number
  readonly hub: HubLinkStatus
  readonly waiting: Waiting
  /** False while there is no room to record a new one. */
  readonly takesPayments: boolean
  readonly terminals: readonly TerminalNow[]
}
