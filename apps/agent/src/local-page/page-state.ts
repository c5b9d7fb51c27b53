import type { CashierPrompt } from '@counterfoil/terminals'
import type { AgentStatus } from '../agent-status.ts'
import type { Finding } from '../doctor/finding.ts'
import type { HubPathsStatus } from '../link/describe-paths.ts'
import type { PaymentView } from '../payments/payment-view.ts'
import type { SpaceReading } from '../recorder/pressure.ts'
import type { SerialPortFacts } from '../terminals/list-serial-ports.ts'
import type { RecordSeen } from '../witness/describe-record.ts'

/** What a terminal told of itself when it was greeted last. */
export interface Identified {
  readonly model?: string
  readonly serial?: string
  readonly terminalId?: string
  readonly software?: string
}

/** One recorded event: never its contents. */
export interface RecentEvent {
  readonly seq: number
  readonly atMs: number
  readonly kind: string
  readonly terminal: string | undefined
  readonly payment: string | undefined
}

/** A look at one port, or at everything: lines as they come, and what was found at the end. */
export interface JobNow {
  readonly subject: string | undefined
  readonly startedMs: number
  readonly endedMs: number | undefined
  readonly lines: readonly string[]
  readonly findings: readonly Finding[]
  /** Why it could not be done. */
  readonly failed: string | undefined
}

export interface TestPaymentNow {
  readonly payment: PaymentView
  readonly prompt: CashierPrompt | undefined
}

/** Everything the page shows, at one moment. */
export interface PageState {
  readonly nowMs: number
  readonly version: string
  readonly store: { readonly code: string; readonly name: string }
  readonly status: AgentStatus
  readonly lastSeq: number
  readonly paths: HubPathsStatus | undefined
  readonly record: RecordSeen
  readonly room: SpaceReading | undefined
  /** Number of the hub's configuration in force. */
  readonly configuration: number | undefined
  readonly terminals: readonly TerminalPicture[]
  /** Nothing where they cannot be listed. */
  readonly ports: readonly SerialPortFacts[] | undefined
  /** Newest first; nothing where they cannot be read. */
  readonly events: readonly RecentEvent[] | undefined
  readonly portTest: JobNow | undefined
  readonly doctor: JobNow | undefined
  readonly testPayment: TestPaymentNow | undefined
}

export interface TerminalPicture {
  readonly key: string
  /** Since when it is in its condition. */
  readonly sinceMs: number | undefined
  readonly identified: Identified | undefined
  readonly last: PaymentView | undefined
  /** ISO 4217, as its settings or its last payment say. */
  readonly currency: string | undefined
  /** Its port is being tested. */
  readonly lent: boolean
}
