import { add } from '../decimal.ts'
import { byText } from '../matching/sorted.ts'
import type { SettlementBatch } from './settlement-batch.ts'

/** One batch may come in several files; a bill of movements adds only what it announces to what the trade bill said. */
export function mergeBatches(batches: readonly SettlementBatch[]): SettlementBatch[] {
  const byPayout = new Map<string, SettlementBatch>()
  for (const batch of batches.toSorted((a, b) => a.fileNumber - b.fileNumber || byText(a.payout, b.payout))) {
    const known = byPayout.get(batch.payout)
    byPayout.set(batch.payout, known ? merge(known, batch) : batch)
  }
  return [...byPayout.values()]
}

function merge(one: SettlementBatch, other: SettlementBatch): SettlementBatch {
  const announced = one.announced && other.announced ? add(one.announced, other.announced) : (one.announced ?? other.announced)
  const labels = [...new Set([...one.labels, ...other.labels])]
  if (one.hasBalance !== other.hasBalance) {
    const lines = one.hasBalance ? other : one
    return { ...lines, announced, labels, reserves: [...one.reserves, ...other.reserves] }
  }
  const salesDays = new Map(one.salesDays)
  for (const [day, count] of other.salesDays) salesDays.set(day, (salesDays.get(day) ?? 0) + count)
  return {
    ...one,
    lines: one.lines + other.lines,
    lineNets: add(one.lineNets, other.lineNets),
    adjustments: add(one.adjustments, other.adjustments),
    reserve: add(one.reserve, other.reserve),
    carriedIn: add(one.carriedIn, other.carriedIn),
    carriedOut: add(one.carriedOut, other.carriedOut),
    returned: add(one.returned, other.returned),
    announced,
    labels,
    salesDays,
    sentDay: one.sentDay ?? other.sentDay,
    reserves: [...one.reserves, ...other.reserves],
  }
}
