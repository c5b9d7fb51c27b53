import { HASH_BYTES } from '@counterfoil/audit'
import { type AgentEventOf, hideFirstDigits } from '@counterfoil/protocol'
import type { CardAlarmFind } from '../card-alarms/raise-card-alarm.ts'
import type { AgentReport, BatchRows, EventRow, ReportKind, TotalsRow } from './batch-rows.ts'
import { withoutNul } from './binary-arrays.ts'
import type { BusinessCalendar, StoreHours } from './business-day.ts'
import { cardFindsOf } from './card-finds.ts'
import type { Envelope } from './check-envelope.ts'
import type { ConditionTold } from './fold-conditions.ts'
import { type SalesSum, salesOf } from './fold-sales.ts'
import type { EventPlace, PaymentState } from './payment-state.ts'
import { projectPayment } from './project-payment.ts'
import type { ReadEvent } from './read-event.ts'

/** An event with the terminal the registry knows it by. */
export interface PlacedEvent {
  readonly read: ReadEvent
  readonly place: { readonly terminalId: number; readonly laneId: number } | null
}

export interface FoldInput {
  readonly agentId: number
  readonly store: { readonly id: number; readonly currency: string; readonly hours: readonly StoreHours[] }
  readonly envelope: Envelope
  readonly events: readonly PlacedEvent[]
  /** Payments begun by earlier events, by id. */
  readonly held: ReadonlyMap<string, PaymentState>
  readonly calendar: BusinessCalendar
}

/** Events → rows of every table. Pure: the same events over the same held payments give the same rows. */
export function foldBatch(input: FoldInput): BatchRows {
  const { envelope, agentId, store } = input
  const { batch } = envelope
  const fold = new Fold(input)
  for (const [index, placed] of input.events.entries()) fold.take(placed, batch.firstSeq + index, index)
  return {
    storeId: store.id,
    agentId,
    epoch: batch.epoch,
    firstSeq: batch.firstSeq,
    lastSeq: envelope.lastSeq,
    prevHead: envelope.prevHead,
    head: envelope.head,
    signature: Buffer.from(batch.signature, 'base64'),
    events: fold.events,
    payments: [...fold.payments.values()],
    sales: fold.sales,
    conditions: fold.conditions,
    totals: fold.totals,
    notUnderstood: fold.notUnderstood,
    reports: fold.reports,
    cardFinds: fold.cardFinds,
  }
}

class Fold {
  readonly events: EventRow[] = []
  readonly payments = new Map<string, PaymentState>()
  readonly sales: SalesSum[] = []
  readonly conditions: ConditionTold[] = []
  readonly totals: TotalsRow[] = []
  readonly notUnderstood: { seq: number; kind: string; why: string }[] = []
  readonly reports: AgentReport[] = []
  readonly cardFinds: CardAlarmFind[] = []
  readonly #input: FoldInput

  constructor(input: FoldInput) {
    this.#input = input
  }

  take({ read, place }: PlacedEvent, seq: number, index: number): void {
    const { agentId, store, envelope } = this.#input
    this.events.push({
      storeId: store.id,
      agentId,
      epoch: envelope.batch.epoch,
      seq,
      atMs: read.atMs,
      kind: read.kind,
      understood: read.event !== null,
      terminalId: place?.terminalId ?? null,
      paymentId: read.paymentId,
      body: read.body,
      hash: envelope.hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES),
      cut: read.cut !== null,
    })
    if (read.cut !== null || read.event?.kind === 'agent.card_number') {
      const at = { storeId: store.id, agentId, epoch: envelope.batch.epoch, seq, terminalId: place?.terminalId ?? null }
      this.cardFinds.push(...cardFindsOf({ read, place: at }))
    }
    if (read.event === null) this.notUnderstood.push({ seq, kind: read.kind, why: read.why ?? 'not understood' })
    else if (isReport(read.event)) this.reports.push({ seq, event: read.event })
    else if (place !== null) this.#project(read.event, this.#placeOf(place, seq, read.event.at))
  }

  #placeOf(place: { terminalId: number; laneId: number }, seq: number, atMs: number): EventPlace {
    const { agentId, store, envelope, calendar } = this.#input
    const day = calendar(store.hours, atMs)
    return { storeId: store.id, agentId, ...place, epoch: envelope.batch.epoch, seq, storeCurrency: store.currency, ...day }
  }

  #project(event: NonNullable<ReadEvent['event']>, place: EventPlace): void {
    switch (event.kind) {
      case 'payment.opened':
      case 'payment.answered':
      case 'payment.finalised':
      case 'payment.unknown':
      case 'payment.inquired': {
        const before = this.payments.get(event.payment) ?? this.#input.held.get(event.payment) ?? null
        this.payments.set(event.payment, projectPayment(before, event, place))
        // A payment is counted when it becomes final, which happens once, whatever the agent repeats.
        const sum = event.kind === 'payment.finalised' && before?.final !== true ? salesOf(event, place) : null
        if (sum !== null) this.sales.push(sum)
        return
      }
      case 'terminal.condition':
        this.conditions.push(conditionOf(event, place))
        return
      case 'terminal.totals':
        this.totals.push(totalsOf(event, place))
        return
      case 'agent.started':
      case 'agent.configured':
      case 'agent.configuration':
      case 'agent.gap':
      case 'agent.alert':
      case 'agent.vitals':
      case 'agent.refused_hub':
      case 'agent.hub_path':
      case 'agent.card_number':
      case 'command.started':
      case 'command.ended':
      case 'command.forged':
      case 'command.key':
      case 'command.approvers':
      case 'terminal.identified':
      case 'terminal.discarded':
      case 'terminal.mismatch':
        return
    }
  }
}

const REPORTS: ReadonlySet<string> = new Set<ReportKind>([
  'agent.configured',
  'agent.gap',
  'agent.alert',
  'agent.vitals',
  'agent.refused_hub',
  'agent.hub_path',
  'agent.configured',
  'agent.configuration',
  'command.started',
  'command.ended',
  'command.forged',
  'command.key',
  'command.approvers',
])

function isReport(event: NonNullable<ReadEvent['event']>): event is AgentReport['event'] {
  return REPORTS.has(event.kind)
}

function conditionOf(event: AgentEventOf<'terminal.condition'>, place: EventPlace): ConditionTold {
  const { terminalId, agentId, epoch, seq } = place
  const { condition, reason = null, code = null } = event
  const text = event.text === undefined ? null : hideFirstDigits(event.text)
  return { terminalId, sinceMs: event.at, condition, reason, code, text, agentId, epoch, seq }
}

function totalsOf(event: AgentEventOf<'terminal.totals'>, place: EventPlace): TotalsRow {
  const { storeId, agentId, epoch, seq, terminalId } = place
  return {
    storeId,
    agentId,
    epoch,
    seq,
    terminalId,
    atMs: event.at,
    currency: event.currency,
    amountMinor: event.amountMinor,
    receiptFrom: event.receiptFrom ?? null,
    receiptTo: event.receiptTo ?? null,
    brandsJson: JSON.stringify(
      event.brands.map(({ brand, count, amountMinor }) => ({ brand: withoutNul(hideFirstDigits(brand)), count, amountMinor })),
    ),
    resultCode: event.resultCode,
  }
}
