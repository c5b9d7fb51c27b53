import type { EventClass } from '@counterfoil/protocol'
import type { WitnessStore } from '../witness/witnessed-log.ts'
import type { DamagedRow } from './mender.ts'

/** Anything that can be recorded: an `AgentEvent` without its body's details. The whole object becomes the body. */
export interface Recordable {
  readonly at: number
  readonly kind: string
  readonly terminal?: string
  readonly payment?: string
}

/** The till's request that a payment came from; kept so that the same key is the same payment for at least seven days. */
export interface TillRequest {
  readonly till: string
  readonly idempotencyKey: string
  readonly bodyHash: string
  readonly payment: string
}

/** One recorded event. `body` is its canonical JSON, `hash` the chain head after it. */
export interface StoredEvent {
  readonly epoch: number
  readonly seq: number
  readonly atMs: number
  readonly kind: string
  readonly body: string
  readonly hash: string
}

/** Consecutive events ready to be signed and sent. */
export interface OutboxBatch {
  readonly epoch: number
  readonly firstSeq: number
  readonly count: number
  readonly prevHead: string
  readonly head: string
  readonly bodies: string
}

/** How the hub's view of this agent's stream compares with the file. */
export type StreamComparison =
  | { readonly match: 'same' }
  /** Same number, other content: the file or the hub's database was restored, or copied and used twice. */
  | { readonly match: 'fork'; readonly seq: number; readonly ours: string; readonly theirs: string }
  /** The hub holds numbers this file never gave out. */
  | { readonly match: 'ahead'; readonly lastSeq: number; readonly theirs: number }
  /** The hub lacks events that were acknowledged more than the keep time ago and are pruned here. */
  | { readonly match: 'pruned'; readonly prunedSeq: number }

export interface Waiting {
  readonly events: number
  /** Age of the oldest undelivered event, 0 when none waits. */
  readonly oldestMs: number
  /** Undelivered events of earlier enrolments; never sent under a new one, but under their own where its key was kept. */
  readonly ofEarlierEpochs: number
}

/** A payment as the file knows it: its events are the truth, this row only finds them. */
export interface PaymentEntry {
  readonly id: string
  readonly terminal: string
  readonly till: string | undefined
  readonly openedAtMs: number
  readonly updatedAtMs: number
  readonly final: boolean
}

/** A terminal's last recorded condition. */
export interface TerminalEntry {
  readonly terminal: string
  readonly condition: string
  readonly reason: string | undefined
  readonly text: string | undefined
  readonly sinceMs: number
}

/** A stretch of events of one class that were not kept, until its gap entry is written. */
export interface GivenUp {
  readonly class: EventClass
  readonly why: 'quota' | 'disk'
  readonly count: number
  readonly firstSeq: number
  readonly lastSeq: number
  readonly fromMs: number
  readonly toMs: number
}

export interface Losses {
  readonly givenUp: readonly GivenUp[]
  /** The newest status of each terminal and kind, not recorded yet. */
  readonly held: readonly Recordable[]
}

export interface AlertEntry {
  readonly code: string
  readonly sinceMs: number
  readonly detail: string
}

/** Bytes of events the hub has not got, of the classes that may be given up. */
export type Backlog = Readonly<Record<'debug' | 'metrics' | 'status', number>>

/** What the record takes of the disk, in bytes. */
export interface OutboxSize {
  /** Pages in use and the write-ahead log. */
  readonly usedBytes: number
  /** Free pages inside the file: taken from the disk, yet not used up. */
  readonly reusableBytes: number
}

/**
 * The agent's durable record. Every call is synchronous; what `append` returned from is on disk. Rows leave only by
 * `prune`, and only after the hub acknowledged them with the same chain head.
 */
export interface Outbox {
  readonly epoch: number
  lastSeq(): number
  head(): string
  /** Writes all events, and the till's request if there is one, in one transaction; returns the last number. Throws `OutboxError`. */
  append(events: readonly Recordable[], request?: TillRequest): number
  /** Up to `maxEvents` (≤ 256) events and 64 KB after number `after`; nothing when there are none. */
  readBatch(after: number, maxEvents?: number): OutboxBatch | undefined
  compare(highWater: number, head: string): StreamComparison
  /** Notes what the hub holds, in memory at least; on anything but `same` nothing is changed. */
  acknowledge(highWater: number, head: string): StreamComparison
  deliveredSeq(): number
  waiting(nowMs: number): Waiting
  /** Removes events acknowledged for longer than `keepMs` of running time, never those of open payments; returns how many. */
  prune(keepMs?: number): number
  openPayments(terminal: string): readonly PaymentEntry[]
  findPayment(id: string): PaymentEntry | undefined
  listPayments(limit: number): readonly PaymentEntry[]
  eventsOfPayment(id: string): readonly StoredEvent[]
  listTerminals(): readonly TerminalEntry[]
  /** Notes what was not kept and what is held back; a recorded gap entry or status ends its own note. Throws `OutboxError`. */
  noteLosses(losses: Losses): void
  losses(): Losses
  /** Alerts raised by recorded events and not cleared since. */
  listAlerts(): readonly AlertEntry[]
  backlog(): Backlog
  size(): OutboxSize
  lastReceipt(terminal: string): string | undefined
  findTillRequest(till: string, idempotencyKey: string): TillRequest | undefined
  /**
   * Where the event after `after` is damaged and the hub has exactly those before it: puts gap entries in the place of what
   * cannot be read, chains the rest on anew, and returns what was lost. Nothing where that is not so. Throws `OutboxError`.
   */
  mend(after: number, envelope: { readonly at: number }): readonly DamagedRow[] | undefined
  /** Looks at up to `maxRows` delivered events after `after`; damaged ones are copied to quarantine and returned, once. */
  inspect(after: number, maxRows: number): { readonly upTo: number; readonly damaged: readonly DamagedRow[] }
  /** Rows found damaged within the last seven days of running time. */
  recentDamage(): number
  /** What was seen of that hub's log. */
  witness(hubId: string): WitnessStore
  readMeta(key: string): string | undefined
  writeMeta(key: string, value: string): void
  close(): void
}

/** The stream of an earlier enrolment: delivered, never added to. Closed with the outbox whose file it is in. */
export interface EarlierStream extends Outbox {
  /** The hub has had all of it for as long as it may ask for it again. */
  isOver(): boolean
}

/** An outbox in a file, which earlier enrolments may have left events in. */
export interface FileOutbox extends Outbox {
  /** Nothing where there is no such stream. */
  openEarlier(epoch: number): EarlierStream | undefined
}
