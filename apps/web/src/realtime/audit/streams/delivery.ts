import { type LogEntry, toOcsf } from '@counterfoil/services/audit'
import type { Clock } from '@counterfoil/services/clock'
import type { StreamFormat } from '@counterfoil/services/streams'

/** Why a receiver did not take a delivery: `word` stays the same from one time to the next. */
export class DeliveryError extends Error {
  readonly word: string
  constructor(word: string, options?: ErrorOptions) {
    super(`the receiver did not take it: ${word}`, options)
    this.word = word
  }
}

export interface Receiver {
  readonly url: URL
  readonly ca: string | null
  readonly secret: string | null
  readonly clock: Clock
  /** Ends the delivery at once. */
  readonly signal: AbortSignal
}

/** Resolves when the receiver has taken everything, or rejects with a `DeliveryError`: then it may have taken some. */
export type Deliver = (receiver: Receiver, events: readonly OutgoingEvent[]) => Promise<void>

export const DELIVERY_MS = 15_000

export interface OutgoingEvent {
  readonly entry: LogEntry
  readonly text: string
  readonly log: string
  readonly action: string
  /** As OCSF counts. */
  readonly severity: number
}

export function outgoing(entry: LogEntry, format: StreamFormat, log: string): OutgoingEvent {
  const event = toOcsf(entry, log)
  const body = Buffer.from(entry.body).toString()
  return {
    entry,
    text: format === 'json' ? body : JSON.stringify(event),
    log,
    action: String(JSON.parse(body).action),
    severity: Number(event.severity_id),
  }
}

/** A word for what the network said. */
export function wordOf(error: unknown): string {
  if (error instanceof DeliveryError) return error.word
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code.toLowerCase()
  return 'unknown'
}
