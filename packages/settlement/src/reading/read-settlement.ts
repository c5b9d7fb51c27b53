import type { SettlementLine } from '../model.ts'
import { type SettledLine, settledLine } from './settled-line.ts'
import { BatchSums, type SettlementBatch } from './settlement-batch.ts'
import { billDayOf, type ReadingTools, type SettlementSource, tellsMovementsOnly } from './settlement-source.ts'

export interface SettlementReading {
  /** The next line of the file, in its order: what is to be matched, or null for a line about its batch. */
  read(line: SettlementLine): SettledLine | null
  /** The batches of what was read so far. */
  batches(): SettlementBatch[]
}

/** One file of an acquirer, line by line as the parser hands them on: from what it says to what can be matched. */
export function openSettlementReading(source: SettlementSource, tools: ReadingTools): SettlementReading {
  const billDay = billDayOf(source)
  const movementsOnly = tellsMovementsOnly(source.format)
  const batches = new Map<string, BatchSums>()
  let position = 0
  let last: { batch: string; merchantAccount: string; currency: string; payout: string } | null = null
  return {
    read(line) {
      position += 1
      const merchantAccount = line.merchant ?? source.merchantAccount
      const batch = billDay ?? line.batch ?? source.file
      // Lines of a batch come together.
      if (batch !== last?.batch || merchantAccount !== last.merchantAccount || line.currency !== last.currency)
        last = {
          ...{ batch, merchantAccount, currency: line.currency },
          payout: payoutId(source.acquirer, merchantAccount, line.currency, batch),
        }
      const { payout } = last
      const place = { position, batch, payout, ...dayOf(line, { ...source, merchantAccount }, tools) }
      let sums = batches.get(payout)
      if (sums === undefined) {
        const { acquirer, file, fileNumber } = source
        sums = new BatchSums({ payout, acquirer, merchantAccount, currency: line.currency, batch, file, fileNumber })
        batches.set(payout, sums)
      }
      sums.add({ line, id: `${source.file}:${position}`, day: place.salesDay })
      return movementsOnly ? null : settledLine(line, source, place, tools)
    },
    batches: () => [...batches.values()].map((sums) => sums.read()),
  }
}

/** The same payout has the same id in every file and on every machine. */
export const payoutId = (acquirer: string, merchantAccount: string, currency: string, batch: string): string =>
  [acquirer, merchantAccount, currency, batch].map(encodeURIComponent).join('/')

function dayOf(
  { happenedAt, zone, currency }: SettlementLine,
  { acquirer, merchantAccount }: SettlementSource,
  { times, clock }: ReadingTools,
): { readonly happenedAtMs: number | null; readonly salesDay: number | null } {
  const key = { acquirer, merchantAccount, currency }
  const home = clock.zoneOf(key)
  if (happenedAt === null || home === null) return { happenedAtMs: null, salesDay: null }
  const happenedAtMs = times.read(happenedAt, zone, home)
  if (happenedAtMs === null) return { happenedAtMs: null, salesDay: null }
  return { happenedAtMs, salesDay: clock.find(key, happenedAtMs)?.salesDay ?? null }
}
