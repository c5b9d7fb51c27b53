import type { AgentEvent, AgentEventOf } from '@counterfoil/protocol'
import type { PaymentEventRecord } from '@counterfoil/services/payments'

export type TranscriptStep = AgentEventOf<'payment.answered'>['transcript'][number]

/** One line of "In the store": a message on the wire, or what the agent made of it. */
export type StoreStep =
  | { readonly key: string; readonly atMs: number; readonly type: 'message'; readonly message: TranscriptStep }
  | {
      readonly key: string
      readonly atMs: number
      readonly type: 'fact'
      readonly event: AgentEvent
      readonly record: PaymentEventRecord
    }
  | { readonly key: string; readonly atMs: number; readonly type: 'not_understood'; readonly record: PaymentEventRecord }

/** Facts and messages in the order of time; messages carry milliseconds since the payment was opened. */
export function storeSteps(events: readonly PaymentEventRecord[], openedAtMs: number): StoreStep[] {
  const steps = events.flatMap((record): StoreStep[] => {
    const key = `${record.agentId} ${record.epoch} ${record.seq}`
    const { event } = record
    if (event === null) return [{ key, atMs: record.atMs, type: 'not_understood', record }]
    const messages = transcriptOf(event).map(
      (message, k): StoreStep => ({ key: `${key} ${k}`, atMs: openedAtMs + message.ms, type: 'message', message }),
    )
    return [...messages, { key, atMs: record.atMs, type: 'fact', event, record }]
  })
  // Stable: a fact told in the same millisecond as its message stays after it.
  return steps.sort((a, b) => a.atMs - b.atMs)
}

function transcriptOf(event: AgentEvent): readonly TranscriptStep[] {
  switch (event.kind) {
    case 'payment.answered':
    case 'payment.finalised':
    case 'payment.unknown':
    case 'payment.inquired':
      return event.transcript
    default:
      return []
  }
}

/** One signed batch and what it carried of this payment. */
export interface Delivery {
  readonly key: string
  readonly epoch: number
  readonly firstSeq: number
  readonly lastSeq: number
  readonly signature: string
  readonly committedAtMs: number
  readonly events: readonly PaymentEventRecord[]
}

export interface Deliveries {
  readonly batches: readonly Delivery[]
  /** Stored, but without a batch that vouches for them. */
  readonly loose: readonly PaymentEventRecord[]
}

export function deliveries(events: readonly PaymentEventRecord[]): Deliveries {
  const byBatch = new Map<string, Delivery>()
  const loose: PaymentEventRecord[] = []
  for (const record of events) {
    const { delivery, agentId, epoch } = record
    if (delivery === null) {
      loose.push(record)
      continue
    }
    const key = `${agentId} ${epoch} ${delivery.firstSeq}`
    const held = byBatch.get(key)
    byBatch.set(key, { key, epoch, ...delivery, events: [...(held?.events ?? []), record] })
  }
  return { batches: [...byBatch.values()], loose }
}

export interface Inquiry {
  readonly atMs: number
  readonly verdict: string
}

/** How often the terminal was asked about an unknown outcome, and what it said. */
export function inquiries(events: readonly PaymentEventRecord[]): Inquiry[] {
  return events.flatMap(({ event }) => (event?.kind === 'payment.inquired' ? [{ atMs: event.at, verdict: event.verdict }] : []))
}
