import type { BatchRows, TotalsRow } from '../ingest/batch-rows.ts'
import type { BusinessCalendar, StoreHours } from '../ingest/business-day.ts'
import type { Envelope } from '../ingest/check-envelope.ts'
import { foldBatch, type PlacedEvent } from '../ingest/fold-batch.ts'
import { type ConditionInterval, tellCondition } from '../ingest/fold-conditions.ts'
import { addUp, dayKey, minuteKey, type SalesSum } from '../ingest/fold-sales.ts'
import type { PaymentState } from '../ingest/payment-state.ts'
import { type ReadEvent, readEvent } from '../ingest/read-event.ts'
import type { LaneBook } from './lane-book.ts'

/** An event as the record holds it. */
export interface RecordedEvent {
  readonly agentId: number
  readonly epoch: number
  readonly seq: number
  readonly recordedAtMs: number
  readonly understood: boolean
  readonly kind: string
  readonly terminalId: number | null
  readonly body: string
  readonly hash: Uint8Array
}

/** With the time of the first and the last commit that told of it. */
export type RefoldedPayment = PaymentState & { readonly recordedAtMs: number; readonly updatedAtMs: number }
export type RefoldedInterval = ConditionInterval & { readonly recordedAtMs: number }
export type RefoldedMinute = SalesSum & { readonly recordedMinuteMs: number }

/** What a stretch of events adds to the tables. Payments are whole rows, sums are to be added. */
export interface RefoldedRows {
  readonly payments: readonly RefoldedPayment[]
  readonly minutes: readonly RefoldedMinute[]
  readonly days: readonly SalesSum[]
  readonly totals: readonly TotalsRow[]
  /** Intervals that have ended; the open ones are in `open`. */
  readonly conditions: readonly RefoldedInterval[]
}

export interface RefoldOptions {
  readonly store: { readonly id: number; readonly currency: string; readonly hours: readonly StoreHours[] }
  readonly calendar: BusinessCalendar
  readonly lanes: LaneBook
}

const MINUTE_MS = 60_000

/**
 * Events of one store, in the order they were counted (recorded time, agent, epoch, number) → rows of every projection, by the
 * fold the ingest runs. Keeps in memory only what the next events need: open intervals, lanes and where each stream ends.
 */
export class StoreRefold {
  readonly open = new Map<number, RefoldedInterval>()
  readonly streams = new Map<string, Pick<RecordedEvent, 'agentId' | 'epoch' | 'seq' | 'hash'>>()
  events = 0
  /** Kept without being counted, when they were recorded. */
  notCounted = 0
  /** Counted when they were recorded, and not readable by this version. */
  unreadable = 0
  readonly #options: RefoldOptions

  constructor(options: RefoldOptions) {
    this.#options = options
  }

  /** Ids of payments these events tell of: hand in those that are held. */
  static read(events: readonly RecordedEvent[]): {
    readonly reads: readonly ReadEvent[]
    readonly paymentIds: readonly string[]
  } {
    const reads = events.map(({ body, understood, kind }) => (understood ? readEvent(body) : notCounted(body, kind)))
    const paymentIds = new Set(reads.flatMap(({ event, paymentId }) => (event === null || paymentId === null ? [] : paymentId)))
    return { reads, paymentIds: [...paymentIds] }
  }

  take(events: readonly RecordedEvent[], reads: readonly ReadEvent[], held: ReadonlyMap<string, PaymentState>): RefoldedRows {
    const payments = new Map<string, RefoldedPayment>()
    const states = new Map(held)
    const minutes: RefoldedMinute[] = []
    const days: SalesSum[] = []
    const totals: TotalsRow[] = []
    const conditions: RefoldedInterval[] = []
    for (const [from, to] of runsOf(events)) {
      const run = events.slice(from, to)
      const recordedAtMs = run[0]?.recordedAtMs ?? 0
      const rows = this.#fold(run, reads.slice(from, to), states)
      for (const state of rows.payments) {
        states.set(state.id, state)
        payments.set(state.id, {
          ...state,
          recordedAtMs: payments.get(state.id)?.recordedAtMs ?? recordedAtMs,
          updatedAtMs: recordedAtMs,
        })
      }
      const recordedMinuteMs = recordedAtMs - (recordedAtMs % MINUTE_MS)
      for (const sum of rows.sales) minutes.push({ ...sum, recordedMinuteMs })
      days.push(...rows.sales)
      totals.push(...rows.totals)
      this.#tellConditions(rows, recordedAtMs, conditions)
    }
    const byRecorded = [...Map.groupBy(minutes, ({ recordedMinuteMs }) => recordedMinuteMs)]
    return {
      payments: [...payments.values()],
      minutes: byRecorded.flatMap(([recordedMinuteMs, of]) => addUp(of, minuteKey).map((sum) => ({ ...sum, recordedMinuteMs }))),
      days: addUp(days, dayKey),
      totals,
      conditions,
    }
  }

  #fold(run: readonly RecordedEvent[], reads: readonly ReadEvent[], held: ReadonlyMap<string, PaymentState>): BatchRows {
    const { store, calendar, lanes } = this.#options
    const { agentId = 0, epoch = 0, seq = 0 } = run[0] ?? {}
    const events = run.map((event, index): PlacedEvent => {
      const read = reads[index] ?? readEvent(event.body)
      this.events += 1
      if (!event.understood) this.notCounted += 1
      else if (read.event === null) this.unreadable += 1
      lanes.follow(agentId, read)
      const { terminalId } = event
      if (terminalId === null || read.terminalKey === null) return { read, place: null }
      return { read, place: { terminalId, laneId: lanes.laneOf(agentId, read.terminalKey) } }
    })
    const last = run.at(-1)
    if (last !== undefined) this.streams.set(`${agentId}/${epoch}`, last)
    return foldBatch({ agentId, store, envelope: bareEnvelope(epoch, seq, run.length), events, held, calendar })
  }

  #tellConditions({ conditions }: BatchRows, recordedAtMs: number, ended: RefoldedInterval[]): void {
    for (const told of conditions) {
      const held = this.open.get(told.terminalId) ?? null
      const { before, next } = tellCondition(held, told)
      if (next === null) continue
      if (held !== null && before !== null) ended.push({ ...held, untilMs: before.untilMs })
      this.open.set(told.terminalId, { ...next, recordedAtMs })
    }
  }
}

/** Stretches of one stream, of one commit and without a hole: [from, to). */
function* runsOf(events: readonly RecordedEvent[]): Generator<[number, number]> {
  let from = 0
  for (let to = 1; to <= events.length; to += 1) {
    const before = events[to - 1]
    const next = events[to]
    const goesOn =
      next?.agentId === before?.agentId &&
      next?.epoch === before?.epoch &&
      next?.recordedAtMs === before?.recordedAtMs &&
      next?.seq === (before?.seq ?? 0) + 1
    if (goesOn) continue
    yield [from, to]
    from = to
  }
}

/** The fold asks of its envelope only where the events stand. */
function bareEnvelope(epoch: number, firstSeq: number, count: number): Envelope {
  const none = Buffer.alloc(0)
  const batch = { epoch, firstSeq, count, prevHead: '', head: '', bodies: '', signature: '' }
  return { batch, lastSeq: firstSeq + count - 1, lines: [], prevHead: none, head: none, hashes: none }
}

function notCounted(body: string, kind: string): ReadEvent {
  return { body, cut: null, kind, atMs: null, terminalKey: null, paymentId: null, event: null, why: 'kept without being counted' }
}
