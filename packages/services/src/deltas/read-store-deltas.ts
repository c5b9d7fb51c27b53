import type { StoreDay, StoreDelta, TerminalNow } from '@counterfoil/protocol'
import type { TerminalPlace } from '../ingest/registry-places.ts'
import { readTerminals } from '../live/read-devices.ts'
import { readDaySales, readMinuteSales, type StoreSales } from '../live/read-sales.ts'
import { livePaymentOf } from '../payments/live-payment-of.ts'
import type { ReadRows } from '../read-rows.ts'
import type { OpenUnknowns } from './open-unknowns.ts'
import { type ChangedPayment, revSpan, type StoreChanges } from './store-changes.ts'

export interface DeltaSources {
  readonly rows: ReadRows
  readonly unknowns: OpenUnknowns
  readonly findPlace: (terminalId: number) => TerminalPlace | undefined
  readonly nowMs: number
}

/** Minutes older than a live page shows are left out: a backlog of a day would have to be read again with every delta. */
const MINUTES_KEPT_MS = 2 * 3_600_000
/** More rows than a page can show in one go help nobody; payments without an outcome always go. */
const MOST_PAYMENTS = 60

/**
 * Changed stores → deltas with new values, read by the same queries as the snapshot. What is read may already hold a later
 * commit; its own delta tells the same values again.
 */
export async function readStoreDeltas(sources: DeltaSources, changes: readonly StoreChanges[]): Promise<StoreDelta[]> {
  const { rows, unknowns, nowMs } = sources
  const storeIds = changes.map(({ storeId }) => storeId)
  const sold = changes.filter(({ dates }) => dates.size > 0)
  const fromMs = earliestMinute(sold, nowMs - MINUTES_KEPT_MS)
  const moved = changes.filter(({ terminals }) => terminals.size > 0).map(({ storeId }) => storeId)
  const [sales, minutes, terminals] = await Promise.all([
    readSales(rows, sold),
    fromMs === null
      ? new Map<number, StoreDelta['minutes']>()
      : readMinuteSales(
          rows,
          sold.map(({ storeId }) => storeId),
          fromMs,
        ),
    moved.length === 0 ? new Map<number, readonly TerminalNow[]>() : readTerminals(rows, moved),
    unknowns.load(rows, storeIds),
  ])
  return changes.map((change) => {
    const { storeId } = change
    const of = sales.get(storeId) ?? []
    return {
      storeId,
      ...revSpan(change.revs),
      recordedAtMs: change.recordedAtMs,
      days: of.flatMap(({ days }) =>
        days.map((day): StoreDay => ({ ...day, unknownOpen: unknowns.count(storeId, day.businessDate, day.currency) })),
      ),
      minutes: (minutes.get(storeId) ?? []).filter(([minuteMs]) => change.minutes.has(minuteMs)),
      methods: of.flatMap(({ methods }) => methods),
      payments: choosePayments(change).map(({ state, updatedAtMs }) =>
        livePaymentOf(state, updatedAtMs, sources.findPlace(state.terminalId)),
      ),
      terminals: (terminals.get(storeId) ?? []).filter(({ terminalId }) => change.terminals.has(terminalId)).map(toTerminalNow),
      agents: [...change.agents.values()],
    }
  })
}

/** The day query groups by store, so each of a store's dates goes into a round of its own; nearly always there is one. */
async function readSales(rows: ReadRows, sold: readonly StoreChanges[]): Promise<Map<number, StoreSales[]>> {
  const found = new Map<number, StoreSales[]>()
  const most = Math.max(0, ...sold.map(({ dates }) => dates.size))
  for (let round = 0; round < most; round += 1) {
    const wanted = sold.flatMap(({ storeId, dates }) => {
      const businessDate = [...dates].sort().reverse()[round]
      return businessDate === undefined ? [] : [{ storeId, businessDate }]
    })
    for (const [storeId, sales] of await readDaySales(rows, wanted)) found.set(storeId, [...(found.get(storeId) ?? []), sales])
  }
  return found
}

function earliestMinute(sold: readonly StoreChanges[], notBeforeMs: number): number | null {
  let earliest: number | null = null
  for (const { minutes } of sold)
    for (const minuteMs of minutes) if (minuteMs >= notBeforeMs) earliest = Math.min(earliest ?? minuteMs, minuteMs)
  return earliest
}

/** The latest ones, and those that must go. */
function choosePayments(change: StoreChanges): ChangedPayment[] {
  const all = [...change.payments.values()].sort((a, b) => b.state.openedAtMs - a.state.openedAtMs)
  return all.filter(({ mustGo }, index) => mustGo || index < MOST_PAYMENTS)
}

function toTerminalNow({ terminalId, key, lane, condition, reason, code, text, sinceMs }: TerminalNow): TerminalNow {
  return { terminalId, key, lane, condition, reason, code, text, sinceMs }
}
