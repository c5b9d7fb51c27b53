import type { AgentEventOf } from '@counterfoil/protocol'
import type { CardAlarmFind } from '../card-alarms/raise-card-alarm.ts'
import type { ConditionTold } from './fold-conditions.ts'
import type { SalesSum } from './fold-sales.ts'
import type { PaymentState } from './payment-state.ts'

export interface EventRow {
  readonly storeId: number
  readonly agentId: number
  readonly epoch: number
  readonly seq: number
  /** Null when the body tells no time: the database's clock stands in. */
  readonly atMs: number | null
  readonly kind: string
  readonly understood: boolean
  readonly terminalId: number | null
  readonly paymentId: string | null
  readonly body: string
  readonly hash: Uint8Array
  /** A card number was cut out of the body; its hash is that of the exact bytes. */
  readonly cut: boolean
}

export interface TotalsRow {
  readonly storeId: number
  readonly agentId: number
  readonly epoch: number
  readonly seq: number
  readonly terminalId: number
  readonly atMs: number
  readonly currency: string
  readonly amountMinor: number
  readonly receiptFrom: string | null
  readonly receiptTo: string | null
  readonly brandsJson: string
  readonly resultCode: string
}

export interface NotUnderstood {
  readonly seq: number
  readonly kind: string
  readonly why: string
}

export type ReportKind =
  | 'agent.configured'
  | 'agent.gap'
  | 'agent.alert'
  | 'agent.refused_hub'
  | 'agent.hub_path'
  | 'agent.configured'
  | 'agent.configuration'
  | 'command.started'
  | 'agent.vitals'
  | 'command.ended'
  | 'command.forged'
  | 'command.key'
  | 'command.approvers'

/** What an agent says of itself that the hub writes elsewhere too: events it lost, an alert, a hub it refused, what became of commands. */
export interface AgentReport {
  readonly seq: number
  readonly event: AgentEventOf<ReportKind>
}

/** Everything one accepted batch writes. */
export interface BatchRows {
  readonly storeId: number
  readonly agentId: number
  readonly epoch: number
  readonly firstSeq: number
  readonly lastSeq: number
  readonly prevHead: Buffer
  readonly head: Buffer
  readonly signature: Buffer
  readonly events: readonly EventRow[]
  readonly payments: readonly PaymentState[]
  readonly sales: readonly SalesSum[]
  readonly conditions: readonly ConditionTold[]
  readonly totals: readonly TotalsRow[]
  readonly notUnderstood: readonly NotUnderstood[]
  readonly reports: readonly AgentReport[]
  /** Card numbers that were in it, or that its agent tells of. */
  readonly cardFinds: readonly CardAlarmFind[]
}

/** The same batch as bare record: kept and acknowledged, counted nowhere. For rows PostgreSQL itself refuses. */
export function withoutProjection(rows: BatchRows, why: string): BatchRows {
  return {
    ...rows,
    events: rows.events.map((event) => ({ ...event, understood: false })),
    payments: [],
    sales: [],
    conditions: [],
    totals: [],
    notUnderstood: rows.events.map(({ seq, kind }) => ({ seq, kind, why })),
  }
}
