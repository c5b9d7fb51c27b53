import type { CardAlarmFind } from '../card-alarms/raise-card-alarm.ts'
import type { BatchRows, EventRow, TotalsRow } from './batch-rows.ts'
import { type ConditionHead, type ConditionRow, foldConditions } from './fold-conditions.ts'
import { addUp, dayKey, minuteKey, type SalesSum } from './fold-sales.ts'
import type { PaymentState } from './payment-state.ts'

/** One agent's stream moved by a group: from the cursor before its first batch to the one after its last. */
export interface StreamMove {
  readonly agentId: number
  readonly epoch: number
  readonly fromSeq: number
  readonly fromHead: Buffer
  readonly toSeq: number
  readonly toHead: Buffer
}

/** Everything one commit writes, rows of shared tables sorted by key. */
export interface GroupRows {
  readonly storeIds: readonly number[]
  readonly streams: readonly StreamMove[]
  readonly batches: readonly BatchRows[]
  readonly events: readonly EventRow[]
  readonly payments: readonly PaymentState[]
  readonly minutes: readonly SalesSum[]
  readonly days: readonly SalesSum[]
  readonly conditionHeads: readonly ConditionHead[]
  readonly conditions: readonly ConditionRow[]
  readonly totals: readonly TotalsRow[]
  readonly cardFinds: readonly CardAlarmFind[]
}

/**
 * Batches, in the order they are to be written, → one group. Throws where batches of one agent do not follow each other: one of
 * them was queued behind a batch that was refused meanwhile, and the fence sees where a group begins only.
 */
export function groupRows(batches: readonly BatchRows[]): GroupRows {
  const sales = batches.flatMap(({ sales }) => sales)
  // What several agents tell in one commit has an order all the same: the one their events are read in again.
  const inOrder = [...batches].sort((a, b) => a.agentId - b.agentId || a.epoch - b.epoch || a.firstSeq - b.firstSeq)
  const { heads, rows } = foldConditions(inOrder.flatMap(({ conditions }) => conditions))
  return {
    storeIds: [...new Set(batches.map(({ storeId }) => storeId))].sort((a, b) => a - b),
    streams: moveStreams(batches),
    batches,
    events: batches.flatMap(({ events }) => events),
    payments: latestPayments(inOrder),
    minutes: addUp(sales, minuteKey),
    days: addUp(sales, dayKey),
    conditionHeads: heads,
    conditions: rows,
    totals: batches.flatMap(({ totals }) => totals),
    cardFinds: batches.flatMap(({ cardFinds }) => cardFinds),
  }
}

function moveStreams(batches: readonly BatchRows[]): StreamMove[] {
  const moves = new Map<string, StreamMove>()
  for (const { agentId, epoch, firstSeq, prevHead, lastSeq, head } of batches) {
    const key = `${agentId}/${epoch}`
    const before = moves.get(key)
    if (before !== undefined && !(before.toSeq + 1 === firstSeq && before.toHead.equals(prevHead)))
      throw new RangeError(`batch ${firstSeq} of agent ${agentId} does not follow ${before.toSeq} in its group`)
    const from = before ?? { fromSeq: firstSeq - 1, fromHead: prevHead }
    moves.set(key, { agentId, epoch, fromSeq: from.fromSeq, fromHead: from.fromHead, toSeq: lastSeq, toHead: head })
  }
  return [...moves.values()].sort((a, b) => a.agentId - b.agentId || a.epoch - b.epoch)
}

/** A later batch's row already holds what the earlier one told. */
function latestPayments(batches: readonly BatchRows[]): PaymentState[] {
  const byKey = new Map<string, PaymentState>()
  for (const batch of batches) for (const payment of batch.payments) byKey.set(`${payment.storeId}/${payment.id}`, payment)
  return [...byKey.values()].sort((a, b) => a.storeId - b.storeId || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}
