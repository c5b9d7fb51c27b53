import type { CardAlarmFind } from '../card-alarms/raise-card-alarm.ts'
import type { Clock } from '../clock.ts'
import type { BatchRows, EventRow, TotalsRow } from '../ingest/batch-rows.ts'
import type { Cursor } from '../ingest/check-envelope.ts'
import { type ConditionHead, type ConditionInterval, type ConditionRow, joinConditions } from '../ingest/fold-conditions.ts'
import { addUp, dayKey, minuteKey, type SalesSum } from '../ingest/fold-sales.ts'
import type { GroupRows } from '../ingest/group-rows.ts'
import type { HubNote, StreamPlace, WrittenGroup } from '../ingest/ingest-store.ts'
import type { PaymentState } from '../ingest/payment-state.ts'
import type { StorePlace } from '../ingest/registry-places.ts'
import { type MemoryAgent, MemoryRegistry } from './memory-registry.ts'

export type { ConditionInterval } from '../ingest/fold-conditions.ts'
export type { MemoryAgent } from './memory-registry.ts'

interface Tables {
  readonly streams: ReadonlyMap<string, Cursor>
  readonly events: ReadonlyMap<string, readonly EventRow[]>
  readonly batches: readonly BatchRows[]
  readonly payments: ReadonlyMap<string, PaymentState>
  readonly minutes: ReadonlyMap<string, SalesSum>
  readonly days: ReadonlyMap<string, SalesSum>
  readonly conditions: ReadonlyMap<number, readonly ConditionInterval[]>
  readonly totals: readonly TotalsRow[]
  readonly revs: ReadonlyMap<number, number>
  readonly quarantined: ReadonlyMap<string, Quarantined>
  readonly notes: readonly HubNote[]
  readonly cardFinds: readonly CardAlarmFind[]
  readonly greetedMs: ReadonlyMap<number, number>
  readonly registry: MemoryRegistry
}

export interface Quarantined extends Cursor {
  readonly agentId: number
  readonly epoch: number
  readonly reason: string
}

/** A database as it was at one moment. */
export interface Backup {
  readonly tables: Tables
}

export const streamKey = (agentId: number, epoch: number): string => `${agentId}/${epoch}`
const paymentKey = (storeId: number, id: string): string => `${storeId}/${id}`

/** The tables the ingest writes, in memory: a commit is one step, so a crash finds all of it or nothing. */
export class MemoryDatabase {
  streams = new Map<string, Cursor>()
  /** By stream, in the order they were written. */
  events = new Map<string, EventRow[]>()
  batches: BatchRows[] = []
  payments = new Map<string, PaymentState>()
  minutes = new Map<string, SalesSum>()
  days = new Map<string, SalesSum>()
  conditions = new Map<number, ConditionInterval[]>()
  totals: TotalsRow[] = []
  revs = new Map<number, number>()
  quarantined = new Map<string, Quarantined>()
  notes: HubNote[] = []
  cardFinds: CardAlarmFind[] = []
  /** Numbers given to greetings; never taken back, like a sequence. */
  greetings = 0
  /** When each agent's last greeting was let in. */
  greetedMs = new Map<number, number>()
  registry: MemoryRegistry
  readonly #clock: Clock

  constructor(clock: Clock, stores: readonly StorePlace[], agents: readonly MemoryAgent[]) {
    this.#clock = clock
    this.registry = new MemoryRegistry(stores, agents)
    for (const { id, epoch, head } of agents) this.streams.set(streamKey(id, epoch), { highWater: 0, head })
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs()
  }

  backUp(): Backup {
    const { batches, totals, notes, cardFinds, registry } = this
    return {
      tables: {
        streams: new Map(this.streams),
        events: copyLists(this.events),
        batches: [...batches],
        payments: new Map(this.payments),
        minutes: new Map(this.minutes),
        days: new Map(this.days),
        conditions: copyLists(this.conditions),
        totals: [...totals],
        revs: new Map(this.revs),
        quarantined: new Map(this.quarantined),
        notes: [...notes],
        cardFinds: [...cardFinds],
        greetedMs: new Map(this.greetedMs),
        registry: registry.copy(),
      },
    }
  }

  /** Everything written since the backup is gone. */
  restore({ tables }: Backup): void {
    this.streams = new Map(tables.streams)
    this.events = copyLists(tables.events)
    this.batches = [...tables.batches]
    this.payments = new Map(tables.payments)
    this.minutes = new Map(tables.minutes)
    this.days = new Map(tables.days)
    this.conditions = copyLists(tables.conditions)
    this.totals = [...tables.totals]
    this.revs = new Map(tables.revs)
    this.quarantined = new Map(tables.quarantined)
    this.notes = [...tables.notes]
    this.cardFinds = [...tables.cardFinds]
    this.greetedMs = new Map(tables.greetedMs)
    this.registry = tables.registry.copy()
  }

  hashAt({ agentId, epoch, seq }: StreamPlace): Buffer | null {
    const row = this.events.get(streamKey(agentId, epoch))?.[seq - 1]
    return row === undefined ? null : Buffer.from(row.hash)
  }

  paymentsOf(storeId: number, ids: readonly string[]): PaymentState[] {
    return ids.flatMap((id) => this.payments.get(paymentKey(storeId, id)) ?? [])
  }

  quarantineCursor(agentId: number, epoch: number): Cursor | null {
    let newest: Quarantined | null = null
    for (const one of this.quarantined.values())
      if (one.agentId === agentId && one.epoch === epoch && one.highWater > (newest?.highWater ?? -1)) newest = one
    return newest === null ? null : { highWater: newest.highWater, head: newest.head }
  }

  /** Null when the fence holds it back: some stream does not stand where the group begins. */
  write(rows: GroupRows): WrittenGroup | null {
    for (const { agentId, epoch, fromSeq, fromHead } of rows.streams) {
      const cursor = this.streams.get(streamKey(agentId, epoch))
      if (cursor?.highWater !== fromSeq || !cursor.head.equals(fromHead)) return null
    }
    for (const { agentId, epoch, toSeq, toHead } of rows.streams)
      this.streams.set(streamKey(agentId, epoch), { highWater: toSeq, head: toHead })
    this.writeEvents(rows)
    this.writeProjection(rows)
    return { recordedAtMs: this.#clock.nowMs(), revs: this.#raiseRevs(rows.storeIds) }
  }

  writeEvents(rows: GroupRows): void {
    for (const event of rows.events) push(this.events, streamKey(event.agentId, event.epoch), event)
    this.batches.push(...rows.batches)
    this.cardFinds.push(...rows.cardFinds)
  }

  writeProjection(rows: GroupRows): void {
    for (const payment of rows.payments) {
      const key = paymentKey(payment.storeId, payment.id)
      const held = this.payments.get(key)
      if (held === undefined || !isAfter(held, payment)) this.payments.set(key, payment)
    }
    for (const sum of rows.minutes) add(this.minutes, minuteKey(sum), sum, minuteKey)
    for (const sum of rows.days) add(this.days, dayKey(sum), sum, dayKey)
    this.#writeConditions(rows.conditionHeads, rows.conditions)
    this.totals.push(...rows.totals)
  }

  #writeConditions(heads: readonly ConditionHead[], rows: readonly ConditionRow[]): void {
    const rowsOf = Map.groupBy(rows, ({ terminalId }) => terminalId)
    for (const head of heads) {
      const { terminalId } = head.first
      const intervals = this.conditions.get(terminalId) ?? []
      const open = intervals.findIndex(({ untilMs }) => untilMs === null)
      const { before, added } = joinConditions(intervals[open] ?? null, head, rowsOf.get(terminalId) ?? [])
      if (before !== null) intervals[open] = before
      this.conditions.set(terminalId, [...intervals, ...added])
    }
  }

  #raiseRevs(storeIds: readonly number[]): Map<number, number> {
    const raised = new Map(storeIds.map((id) => [id, (this.revs.get(id) ?? 0) + 1] as const))
    for (const [id, rev] of raised) this.revs.set(id, rev)
    return raised
  }
}

function isAfter(held: PaymentState, next: PaymentState): boolean {
  if (held.lastEpoch !== next.lastEpoch) return held.lastEpoch > next.lastEpoch
  return held.agentId === next.agentId && held.lastSeq > next.lastSeq
}

function add(sums: Map<string, SalesSum>, key: string, sum: SalesSum, keyOf: (sum: SalesSum) => string): void {
  const held = sums.get(key)
  const total = held === undefined ? sum : addUp([held, sum], keyOf)[0]
  if (total !== undefined) sums.set(key, total)
}

function push<Key, Row>(lists: Map<Key, Row[]>, key: Key, row: Row): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [row])
  else list.push(row)
}

function copyLists<Key, Row>(lists: ReadonlyMap<Key, readonly Row[]>): Map<Key, Row[]> {
  return new Map([...lists].map(([key, list]) => [key, [...list]]))
}
